package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class WhereTest {

    @Test
    void joinsConditionsByRawCommasAndEncodesThoseInsideValues() {
        Where where = Where.is(Client.USERNAME, "a,b&c=d").andLike(Client.NAME, "#mqtt/x y/*");
        assertThat(where.query()).isEqualTo("where=clientUsername==a%2Cb%26c%3Dd,clientName==%23mqtt%2Fx%20y%2F*");
        assertThat(Where.everything().query()).isEmpty();
        assertThat(Where.is("enabled", true).query()).isEqualTo("where=enabled==true");
    }

    @Test
    void comparesExactlyWhatTheBrokerMayCompareByWildcard() {
        Where where = Where.is(Client.USERNAME, "al*");
        assertThat(where.query()).isEqualTo("where=clientUsername==al%2A");
        assertThat(where.admits(new JsonObject().put("clientUsername", "al*"))).isTrue();
        assertThat(where.admits(new JsonObject().put("clientUsername", "alice")))
                .isFalse();
        assertThat(where.admits(new JsonObject())).isFalse();
        assertThat(Where.is("enabled", false).admits(new JsonObject().put("enabled", true)))
                .isFalse();
    }

    @Test
    void refusesAConditionOnWhatIsNotRead() {
        Where where = Where.is("platform", "x");
        assertThatIllegalArgumentException().isThrownBy(() -> where.requireAttributesOf(Client.TYPE.readable()));
        assertThatIllegalArgumentException().isThrownBy(() -> Where.is(Client.USERNAME, ""));
    }

    @Test
    void isImmutable() {
        Where base = Where.is(Client.USERNAME, "alice");
        base.andIs(Client.NAME, "x");
        assertThat(base.query()).isEqualTo("where=clientUsername==alice");
    }
}
