package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which token a login gets, by the clock alone. */
class TokenKeeperTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final Deque<Future<AccessToken>> answers = new ArrayDeque<>();
    private final Backoff never = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    private Instant now = START;
    private int renewals;
    private int closes;
    private final TokenKeeper keeper = new TokenKeeper(
            vertx,
            "test",
            new TokenSource() {
                @Override
                public Future<AccessToken> fetch() {
                    return answers.remove();
                }

                @Override
                public Optional<Duration> recheck() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    closes++;
                }
            },
            never,
            () -> now);

    @BeforeEach
    void join() {
        keeper.join(this, () -> {});
    }

    @AfterEach
    void close() {
        keeper.leave(this);
        keeper.leave("other");
        vertx.close();
    }

    private void next(String token, long seconds) {
        answers.add(Future.succeededFuture(new AccessToken(Secret.of(token), Optional.of(START.plusSeconds(seconds)))));
    }

    private void nextFails() {
        answers.add(Future.failedFuture(new ConnectionProblem("away")));
    }

    private String forLogin() {
        return keeper.forLogin().reveal();
    }

    @Test
    void oneTokenServesForFourFifthsOfItsLife() {
        keeper.join("other", () -> renewals++);
        next("a", 100);
        assertThat(forLogin()).isEqualTo("a");
        now = START.plusSeconds(79);
        assertThat(forLogin()).isEqualTo("a");
        assertThat(renewals).isEqualTo(1);
        now = START.plusSeconds(80);
        next("b", 200);
        assertThat(forLogin()).isEqualTo("b");
        assertThat(renewals).isEqualTo(2);
    }

    @Test
    void anOldTokenServesUntilItExpiresIfThereIsNoOther() {
        next("a", 100);
        assertThat(forLogin()).isEqualTo("a");
        now = START.plusSeconds(99);
        nextFails();
        assertThat(forLogin()).isEqualTo("a");
        now = START.plusSeconds(100);
        nextFails();
        assertThatThrownBy(this::forLogin).hasMessage("no access token: away");
        assertThat(keeper.last()).isEmpty();
    }

    @Test
    void aRefusedTokenIsReplacedEvenIfItIsYoung() {
        next("a", 100);
        assertThat(forLogin()).isEqualTo("a");
        keeper.refused();
        next("b", 100);
        assertThat(forLogin()).isEqualTo("b");
    }

    @Test
    void aTokenThatHasExpiredWhenItComesIsAFailure() {
        next("a", 0);
        assertThatThrownBy(this::forLogin)
                .hasMessageContaining("already expired")
                .hasMessageContaining("clocks");
        assertThat(keeper.last()).isEmpty();
    }

    @Test
    void aTokenMayClaimToLiveForEver() {
        next("a", Duration.ofDays(400_000_000).toSeconds());
        assertThat(forLogin()).isEqualTo("a");
        assertThat(forLogin()).isEqualTo("a");
    }

    @Test
    void whileAConnectionIsAwayOthersAreFetchedHoweverYoungTheTokenIs() {
        Backoff soon = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
        AtomicInteger number = new AtomicInteger();
        TokenSource numbers = new TokenSource() {
            @Override
            public Future<AccessToken> fetch() {
                String token = String.valueOf(number.incrementAndGet());
                return Future.succeededFuture(new AccessToken(Secret.of(token), Optional.of(START.plusSeconds(100))));
            }

            @Override
            public Optional<Duration> recheck() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        TokenKeeper quick = new TokenKeeper(vertx, "test", numbers, soon, () -> START);
        AtomicInteger told = new AtomicInteger();
        quick.join(this, told::incrementAndGet);
        assertThat(quick.forLogin().reveal()).isEqualTo("1");
        quick.doubt(this);
        Awaitility.await().untilAsserted(() -> assertThat(told).hasValueGreaterThan(3));
        quick.settled(this);
        int then = told.get();
        assertThat(quick.last()).contains(Secret.of(String.valueOf(then)));
        quick.leave(this);
    }

    @Test
    void theLastWhoLeavesClosesTheSource() {
        keeper.join("other", () -> {});
        keeper.leave("other");
        assertThat(closes).isZero();
        keeper.leave(this);
        assertThat(closes).isEqualTo(1);
    }

    /** As attempts to connect are: the first, and each that fails for another reason. */
    @Test
    void anotherReasonIsLogged() {
        Logger logger = (Logger) LoggerFactory.getLogger(AttemptLog.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            for (String reason : List.of("away", "away", "refused", "refused")) {
                answers.add(Future.failedFuture(new ConnectionProblem(reason)));
                assertThatThrownBy(this::forLogin).hasMessageEndingWith(reason);
            }
        } finally {
            logger.detachAppender(logged);
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("no new access token")
                                .endsWith("reason=away"),
                        line -> assertThat(line)
                                .startsWith("no new access token")
                                .endsWith("reason=refused"));
    }

    @Test
    void aTokenThatTellsNoEndIsFetchedForEachLogin() {
        answers.add(Future.succeededFuture(AccessToken.of("a")));
        answers.add(Future.succeededFuture(AccessToken.of("b")));
        assertThat(forLogin()).isEqualTo("a");
        assertThat(forLogin()).isEqualTo("b");
        assertThat(keeper.last()).contains(Secret.of("b"));
    }
}
