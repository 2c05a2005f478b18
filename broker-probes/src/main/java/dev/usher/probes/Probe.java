package dev.usher.probes;

/** Finds the answer to one question. Whatever it throws becomes {@link Answer#unknown}. */
@FunctionalInterface
public interface Probe {

    /** @param lab makes everything that is needed and takes it away afterwards, also when this fails */
    Answer ask(Lab lab) throws Exception;
}
