package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.NoticeTopics;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every way of injecting subscriptions must show, on every kind of broker and with every kind of client. */
abstract class GatewayContract {
    static final List<String> KINDS = List.of("mqtt", "smf");
    static final TopicFilter NASDAQ = TopicFilter.parse("US/NASDAQ/>");
    private static final TopicFilter CONTROL = TopicFilter.parse("control");

    @Parameter
    BrokerKind brokerKind;

    Bench bench;
    Subscriptions gateway;
    private SmfTarget feed;

    /** The gateway under test; the bench is there. */
    abstract Subscriptions open();

    /** Whether this gateway can change the clean session of an MQTT client. */
    abstract boolean reachesCleanSessions();

    /** Whether it can take away what the client itself subscribed to. */
    abstract boolean removesTheClientsOwn();

    /** Whether it can take away what came by the other way. */
    abstract boolean removesTheOthers();

    /** Adds by the other way, as another program would. */
    abstract void addByTheOther(Connection client, TopicFilter filter);

    /** Requests about this filter are not answered. */
    abstract void swallow(Connection client, TopicFilter filter);

    /** One request about this filter is served and its connection cut. */
    abstract void cut(TopicFilter filter);

    /** Requests about this filter take their time. */
    abstract void delay(TopicFilter filter);

    @BeforeEach
    void openBench() {
        bench = new Bench(brokerKind);
        gateway = open();
        feed = bench.smf("feed", "feed");
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    private Target connect(String kind, String username, String id) {
        return kind.equals("mqtt") ? bench.mqtt(username, id, reachesCleanSessions()) : bench.smf(username, id);
    }

    private void assumeReached(String kind) {
        assumeThat(gateway.reaches()).as("reached by " + gateway.way()).contains(kind);
    }

    Outcome add(Connection client, TopicFilter filter) {
        return get(gateway.add(client, filter));
    }

    private Outcome removeAs(Connection client, TopicFilter filter) {
        return get(gateway.remove(client, shown(client, filter)));
    }

    /** The entry of the client's table as the broker spells it. */
    private ObservedSubscription shown(Connection client, TopicFilter filter) {
        return bench.held(client).stream()
                .filter(entry -> entry.filter().equals(filter))
                .findFirst()
                .orElseThrow(() -> new AssertionError(filter + " is not among " + bench.held(client)));
    }

    private List<TopicFilter> held(Connection client) {
        return bench.held(client).stream().map(ObservedSubscription::filter).toList();
    }

    /** The topics that reach the target of those published in this order; the last has to. */
    private List<String> reached(Target target, String... topics) {
        List<String> received = new ArrayList<>();
        Stream.of(topics).forEach(topic -> feed.publish(topic, "x"));
        String last = topics[topics.length - 1] + " x";
        do {
            received.add(target.next());
        } while (!received.get(received.size() - 1).equals(last));
        return received.stream()
                .map(text -> text.substring(0, text.length() - 2))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatIsAddedReachesTheClientDespiteItsAclAndNothingElseDoes(String kind) {
        assumeReached(kind);
        Target target = connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");

        assertThat(add(client, NASDAQ)).isEqualTo(new Outcome.Done());

        assertThat(held(client)).containsExactly(NASDAQ);
        assertThat(reached(target, "US/NYSE/IBM", "US/NASDAQ", "US/NASDAQ/AAPL"))
                .containsExactly("US/NASDAQ/AAPL");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatIsRemovedIsNotDeliveredAnyMore(String kind) {
        assumeReached(kind);
        Target target = connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        add(client, NASDAQ);
        add(client, CONTROL);

        assertThat(removeAs(client, NASDAQ)).isEqualTo(new Outcome.Done());

        assertThat(held(client)).containsExactly(CONTROL);
        assertThat(reached(target, "US/NASDAQ/AAPL", "control")).containsExactly("control");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void addingTwiceIsDone(String kind) {
        assumeReached(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        add(client, NASDAQ);

        assertThat(add(client, NASDAQ)).isEqualTo(new Outcome.Done());

        assertThat(held(client)).containsExactly(NASDAQ);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatTheClientItselfSubscribedToIsRemovedOrStillShown(String kind) {
        assumeReached(kind);
        Target target = connect(kind, "bob", "desk");
        Connection client = bench.connection(kind, "desk");
        target.subscribe("US/NASDAQ/>");

        assertThat(removeAs(client, NASDAQ)).isEqualTo(new Outcome.Done());

        // Done says that the broker knows of nothing to remove; what it can not reach, the next look shows.
        assertThat(held(client)).isEqualTo(removesTheClientsOwn() ? List.of() : List.of(NASDAQ));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatCameByTheOtherWayIsRemovedOrStillShown(String kind) {
        assumeReached(kind);
        if (kind.equals("mqtt")) {
            // Both ways have to reach it.
            bench.mqtt("alice", "desk", brokerKind.switches().cleanSessionsInConfig());
        } else {
            bench.smf("alice", "desk");
        }
        Connection client = bench.connection(kind, "desk");
        addByTheOther(client, NASDAQ);

        assertThat(removeAs(client, NASDAQ)).isEqualTo(new Outcome.Done());

        boolean gone = removesTheOthers() || kind.equals("smf");
        assertThat(held(client)).isEqualTo(gone ? List.of() : List.of(NASDAQ));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void removingWhatIsNotThereIsDone(String kind) {
        assumeReached(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");

        assertThat(get(gateway.remove(client, new ObservedSubscription("US/NASDAQ/>", NASDAQ))))
                .isEqualTo(new Outcome.Done());
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aClientThatLeftIsGone(String kind) {
        assumeReached(kind);
        Target target = connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        target.close();
        bench.awaitGone(client);
        // Until management shows it, the session that it left may be changed: confirmed by the broker, and delivered to
        // nobody.
        get(bench.view().caughtUp());

        assertThat(add(client, NASDAQ)).isEqualTo(new Outcome.ClientGone());
        assertThat(get(gateway.remove(client, new ObservedSubscription("US/NASDAQ/>", NASDAQ))))
                .isEqualTo(new Outcome.ClientGone());
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void anUnansweredRequestIsUnknown(String kind) {
        assumeReached(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        add(client, CONTROL);
        swallow(client, NASDAQ);
        swallow(client, CONTROL);

        assertThat(add(client, NASDAQ)).isInstanceOf(Outcome.Unknown.class);
        assertThat(removeAs(client, CONTROL)).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aRequestWhoseConnectionIsCutIsUnknown(String kind) {
        assumeReached(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        cut(NASDAQ);

        assertThat(add(client, NASDAQ)).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aFilterWithoutAnExactSpellingIsRefusedAndNothingAdded(String kind) {
        assumeReached(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        TopicFilter inexact = kind.equals("mqtt") ? TopicFilter.parse("US/a+b") : TopicFilter.parseMqtt("US/#");

        assertThat(add(client, inexact)).isInstanceOf(Outcome.Refused.class);

        assertThat(held(client)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void ofWhatIsAskedForTogetherTheFirstIsThereFirst(String kind) {
        assumeReached(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        TopicFilter notice = NoticeTopics.of("seat");
        List<TopicFilter> all = List.of(notice, NASDAQ, CONTROL, TopicFilter.parse("EU/*/x"));
        delay(notice);

        List<Future<Outcome>> outcomes = new ArrayList<>();
        List<TopicFilter> served = new CopyOnWriteArrayList<>();
        all.forEach(filter -> outcomes.add(gateway.add(client, filter).onSuccess(done -> served.add(filter))));

        assertThat(get(Future.join(outcomes)).<Outcome>list()).containsOnly(new Outcome.Done());
        assertThat(served).startsWith(notice);
        assertThat(held(client)).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aPrefixWildcardMeansTheSame(String kind) {
        assumeReached(kind);
        Target target = connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");
        TopicFilter prefix = TopicFilter.parse("US/NAS*/AAPL");

        assertThat(add(client, prefix)).isEqualTo(new Outcome.Done());

        assertThat(held(client)).containsExactly(prefix);
        assertThat(reached(target, "US/NYSE/AAPL", "US/NASDAQ/AAPL")).containsExactly("US/NASDAQ/AAPL");
        assertThat(removeAs(client, prefix)).isEqualTo(new Outcome.Done());
        assertThat(held(client)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anMqttClientCanBeGivenTheParentLevelAsWell(boolean parent) {
        Target target = connect("mqtt", "alice", "desk");
        Connection client = bench.connection("mqtt", "desk");
        TopicFilter filter = parent ? TopicFilter.parseMqtt("EU/#") : TopicFilter.parse("EU/>");

        assertThat(add(client, filter)).isEqualTo(new Outcome.Done());

        assertThat(reached(target, "EU", "EU/LSE/VOD"))
                .isEqualTo(parent ? List.of("EU", "EU/LSE/VOD") : List.of("EU/LSE/VOD"));
        assertThat(removeAs(client, filter)).isEqualTo(new Outcome.Done());
        assertThat(held(client)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk", "a/b", "7,primary", "ä ö/1"})
    void aDurableSessionIsReachedWhateverItsClientIdIs(String clientId) {
        Target target = bench.mqtt("alice", clientId, false);
        Connection client = bench.connection("mqtt", clientId);

        assertThat(add(client, NASDAQ)).isEqualTo(new Outcome.Done());

        assertThat(reached(target, "US/NYSE/IBM", "US/NASDAQ/AAPL")).containsExactly("US/NASDAQ/AAPL");
        assertThat(removeAs(client, NASDAQ)).isEqualTo(new Outcome.Done());
        assertThat(held(client)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aKindItDoesNotReachIsRefusedWithTheWayOut(String kind) {
        assumeThat(gateway.reaches()).doesNotContain(kind);
        connect(kind, "alice", "desk");
        Connection client = bench.connection(kind, "desk");

        assertThat(add(client, NASDAQ))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("injection: smf"));
        assertThat(get(gateway.remove(client, new ObservedSubscription("US/NASDAQ/>", NASDAQ))))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(held(client)).isEmpty();
    }
}
