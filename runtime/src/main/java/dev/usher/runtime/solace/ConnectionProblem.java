package dev.usher.runtime.solace;

/** Why a connection cannot even be tried; the message says it to an operator, with the key and the way out. */
final class ConnectionProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionProblem(String message) {
        super(message);
    }

    ConnectionProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
