package dev.usher.bridge.core;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Stores positions, one request at a time. */
final class Commits {

    /** Far longer than a source takes to answer, unless a defect swallowed the answer. */
    private static final Duration NO_ANSWER = Duration.ofSeconds(60);

    private final RecordSource source;
    private final PumpObserver observer;
    private final Lanes lanes;
    private final Timers timers;
    private int attempt;
    private boolean underWay;

    Commits(PumpPorts ports, Lanes lanes) {
        this.source = ports.source();
        this.timers = ports.timers();
        this.observer = ports.observer();
        this.lanes = lanes;
    }

    Future<Void> commit() {
        if (underWay) {
            return Future.succeededFuture();
        }
        Map<PartitionId, Long> positions = new LinkedHashMap<>();
        Map<PartitionId, OffsetLedger> ledgers = new HashMap<>();
        for (Lane lane : lanes.all()) {
            lane.ledger().uncommitted().ifPresent(position -> {
                positions.put(lane.partition(), position);
                ledgers.put(lane.partition(), lane.ledger());
            });
        }
        if (positions.isEmpty()) {
            return Future.succeededFuture();
        }
        underWay = true;
        int mine = ++attempt;
        timers.after(NO_ANSWER, () -> {
            if (underWay && mine == attempt) {
                underWay = false;
                observer.commitFailed(new TimeoutException("no answer within " + NO_ANSWER));
            }
        });
        return source.commit(positions)
                .onSuccess(done -> {
                    ledgers.forEach((partition, ledger) -> ledger.committed(positions.get(partition)));
                    observer.committed(positions.size());
                })
                .onFailure(observer::commitFailed)
                .eventually(() -> {
                    if (mine == attempt) {
                        underWay = false;
                    }
                    return Future.succeededFuture();
                })
                .otherwiseEmpty();
    }
}
