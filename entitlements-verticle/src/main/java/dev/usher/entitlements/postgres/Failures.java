package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import dev.usher.entitlements.core.port.EntitlementStore.KeyReusedException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.pgclient.PgException;

/**
 * The one place where what the driver and the server say becomes what the port promises.
 *
 * <p>Whatever is not known to be an answer counts as "the database is away": the caller then has to assume that a write may
 * have been committed or not, which is the safe reading.
 */
final class Failures {
    private Failures() {}

    /** The exception of the port for a failure; the failure itself if it is one already, or a defect of ours. */
    static Throwable translate(Throwable failure) {
        if (isAnswer(failure) || isDefect(failure)) {
            return failure;
        }
        if (failure instanceof PgException refusal) {
            return ofServer(refusal);
        }
        return new StoreUnavailableException("the database did not answer: " + describe(failure), failure);
    }

    private static boolean isAnswer(Throwable failure) {
        return failure instanceof StoreUnavailableException
                || failure instanceof NotFoundException
                || failure instanceof ConflictException
                || failure instanceof UnknownReferenceException
                || failure instanceof KeyReusedException
                || failure instanceof InvalidCursorException;
    }

    private static boolean isDefect(Throwable failure) {
        return failure instanceof Error
                || failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IndexOutOfBoundsException;
    }

    /** By SQLSTATE (PostgreSQL documentation, appendix A). */
    private static Throwable ofServer(PgException refusal) {
        String state = refusal.getSqlState() == null ? "" : refusal.getSqlState();
        String constraint = refusal.getConstraint() == null ? "" : refusal.getConstraint();
        switch (state) {
            case "23505":
                if (constraint.equals("seats_one_open")) {
                    return new ConflictException("a seat is open for that client already");
                }
                return refusal;
            case "22021":
                return new IllegalArgumentException("text with a NUL character cannot be stored", refusal);
            default:
                // 22 data, 23 integrity, 42 syntax and names: the statement is wrong, the server is fine.
                return state.startsWith("22") || state.startsWith("23") || state.startsWith("42")
                        ? refusal
                        : new StoreUnavailableException("the database refused: " + describe(refusal), refusal);
        }
    }

    /** Short, and without the values that statements carry. */
    static String describe(Throwable failure) {
        if (failure instanceof PgException refusal) {
            return refusal.getErrorMessage() + " (SQLSTATE " + refusal.getSqlState() + ")";
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : root.getMessage().strip();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.isEmpty() ? root.getClass().getSimpleName() : line;
    }
}
