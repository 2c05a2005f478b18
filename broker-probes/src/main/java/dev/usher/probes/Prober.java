package dev.usher.probes;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one broker, each fact in a {@link Lab} of its own. Thread-safe: facts do not disturb each other. But two runs on one
 * Message VPN do, since {@link #sweep} takes away what the other is using.
 */
public final class Prober {
    private static final Logger log = LoggerFactory.getLogger(Prober.class);

    private final BrokerUnderTest broker;
    private final Semp semp;

    public Prober(BrokerUnderTest broker) {
        this.broker = broker;
        this.semp = new Semp(broker);
    }

    /**
     * Removes what a former run may have left behind.
     *
     * @return what would not go, and what could not be looked for
     */
    public List<String> sweep() {
        return Sweep.everything(semp);
    }

    /** What probes have made on the broker and not removed, and what could not be looked for: nothing, between two probes. */
    public List<String> remains() {
        return Sweep.remains(semp);
    }

    /** Platform and version of the broker, as SEMP tells them; says so when it does not. */
    public String version() {
        try {
            Semp.Reply api = semp.get("/SEMP/v2/config/about/api").orCannotTell("asking for the version");
            return api.data().getString("platform", "?") + ", SEMP "
                    + api.data().getString("sempVersion", "?");
        } catch (CannotTell e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    /** Never throws: what goes wrong is an answer that could not be told. */
    public Finding ask(Fact fact) {
        long start = System.nanoTime();
        Answer answer = answer(fact);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Finding finding = new Finding(fact, answer, took);
        log.info(
                "probed fact={} verdict={} millis={}",
                fact.id(),
                finding.verdict().text(),
                took.toMillis());
        return finding;
    }

    /** All of them, in the order given. */
    public Report askAll(List<Fact> facts) {
        return new Report(version(), facts.stream().map(this::ask).toList());
    }

    private Answer answer(Fact fact) {
        try (Lab lab = new Lab(broker, semp)) {
            return fact.probe().ask(lab);
        } catch (CannotTell e) {
            return Answer.unknown(withWhatWasLeft(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.unknown("interrupted");
        } catch (Exception e) {
            log.debug("probe failed fact={}", fact.id(), e);
            return Answer.unknown(e.getClass().getSimpleName() + ": " + withWhatWasLeft(e));
        }
    }

    /** When cleaning up fails as well, that counts for more than why the probe could not tell. */
    private static String withWhatWasLeft(Exception e) {
        return Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed()))
                .map(each -> String.valueOf(each.getMessage()))
                .collect(Collectors.joining("; "));
    }
}
