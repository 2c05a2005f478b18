package dev.usher.probes;

import java.util.List;
import java.util.function.Predicate;

/** A client that can say for certain what it did not receive. */
public interface Listener {

    String clientName();

    /**
     * What arrived before a message that {@code publisher} publishes now, after everything it published before. Both take the
     * same path, so what has not come by then does not come: no absence is concluded from time passing.
     *
     * @throws CannotTell when that message does not arrive
     */
    List<Heard> heardSoFar(SmfClient publisher);

    /** The next message, waited for. */
    default Heard next() {
        return next(any -> true);
    }

    /**
     * The first message that is meant, waited for; what comes before it is passed over.
     *
     * @throws CannotTell when it does not arrive in time, however many others do
     */
    Heard next(Predicate<Heard> meant);

    /** Whether its connection has ended, waited for. */
    boolean endsInTime();

    /** Whether its connection has ended by now. */
    boolean hasEnded();
}
