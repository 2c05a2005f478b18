package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeaseTest {

    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - LONG);
    private final Lease lease = new Lease(Duration.ofSeconds(30), clock::get);

    private void pass(long nanos) {
        clock.addAndGet(nanos);
    }

    @Test
    void isNotHeldBeforeItBegins() {
        assertThat(lease.held()).isFalse();
        lease.renew(lease.now());
        assertThat(lease.held()).isFalse();
    }

    @Test
    void endsByItselfAlsoWhereTheClockOverflows() {
        lease.begin(lease.now());
        pass(LONG - 1);
        assertThat(lease.held()).isTrue();
        pass(1);
        assertThat(lease.held()).isFalse();
    }

    @Test
    void countsFromTheQuestionNotFromTheAnswer() {
        lease.begin(lease.now());
        long asked = lease.now();
        pass(LONG / 2);
        lease.renew(asked);
        pass(LONG / 2);
        assertThat(lease.held()).isFalse();
    }

    @Test
    void aConfirmationProlongsIt() {
        lease.begin(lease.now());
        pass(LONG / 2);
        lease.renew(lease.now());
        pass(LONG - 1);
        assertThat(lease.held()).isTrue();
    }

    @Test
    void anOlderConfirmationDoesNotShortenIt() {
        long before = lease.now();
        pass(LONG / 2);
        lease.begin(lease.now());
        lease.renew(before);
        pass(LONG - 1);
        assertThat(lease.held()).isTrue();
    }

    @Test
    void aConfirmationThatComesTooLateDoesNotBringItBack() {
        lease.begin(lease.now());
        pass(LONG);
        lease.renew(lease.now());
        assertThat(lease.held()).isFalse();
        lease.begin(lease.now());
        assertThat(lease.held()).isTrue();
    }

    @Test
    void aConfirmationIsDueAfterAQuarter() {
        assertThat(lease.due()).isFalse();
        lease.begin(lease.now());
        pass(LONG / 4);
        assertThat(lease.due()).isFalse();
        pass(1);
        assertThat(lease.due()).isTrue();
        lease.renew(lease.now());
        assertThat(lease.due()).isFalse();
    }

    @Test
    void canBeEnded() {
        lease.begin(lease.now());
        lease.end();
        assertThat(lease.held()).isFalse();
    }
}
