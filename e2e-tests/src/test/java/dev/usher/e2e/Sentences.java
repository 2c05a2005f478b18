package dev.usher.e2e;

/** Sentences of the story that one chapter tells, each a test; they hold in every setting that has the chapter. */
interface Sentences {
    /** Where this sentence is told. */
    Scene scene();
}
