package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.Protocol;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Switches of management that have no other test, each both ways. */
class SempSwitchesIT extends SempFrontSetup {

    private void with(UnaryOperator<BrokerSwitches> change) throws Exception {
        start(BrokerSwitches.defaults().with(change));
    }

    private int clients() throws Exception {
        return get(MONITOR + "/clients").getJsonArray("data").size();
    }

    @Test
    void monitorLag() throws Exception {
        with(s -> s.monitorLag(Duration.ofDays(1)));
        assertThat(clients()).isZero();
        connect(Protocol.SMF, "late", "default");
        assertThat(clients()).isZero();
        with(s -> s.monitorLag(Duration.ZERO));
        connect(Protocol.SMF, "late", "default");
        assertThat(clients()).isEqualTo(1);
    }

    @Test
    void raggedPages() throws Exception {
        JsonObject full = get(PROFILES);
        assertThat(full.getJsonArray("data")).isNotEmpty();
        assertThat(full.getJsonObject("meta").containsKey("paging")).isFalse();
        with(s -> s.raggedPages(true));
        JsonObject ragged = get(PROFILES);
        assertThat(ragged.getJsonArray("data")).isEmpty();
        assertThat(ragged.getJsonObject("meta").containsKey("paging")).isTrue();
    }

    @Test
    void notFoundIs404() throws Exception {
        assertThat(call("GET", PROFILES + "/none", null).statusCode()).isEqualTo(400);
        with(s -> s.notFoundIs404(true));
        assertThat(call("GET", PROFILES + "/none", null).statusCode()).isEqualTo(404);
    }

    @Test
    void autoRouterInPath() throws Exception {
        connect(Protocol.MQTT, "desk", "default", false);
        assertThat(call("GET", CONFIG + "/mqttSessions/desk,auto", null).statusCode())
                .isEqualTo(200);
        with(s -> s.autoRouterInPath(false));
        connect(Protocol.MQTT, "desk", "default", false);
        assertThat(call("GET", CONFIG + "/mqttSessions/desk,auto", null).statusCode())
                .isEqualTo(400);
    }
}
