package dev.usher.bridge.solace;

/** What the log may say of a defect. */
final class Traces {

    private Traces() {}

    /** Where it was thrown and of which class, without messages: they may hold values of a record. */
    static Throwable of(Throwable cause) {
        Throwable trace = new Throwable(cause.getClass().getName());
        trace.setStackTrace(cause.getStackTrace());
        return trace;
    }
}
