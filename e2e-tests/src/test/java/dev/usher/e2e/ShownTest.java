package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final String ONE = "5f0c9a7be2d14c3f8a6b0d9e1c2f3a4b";
    private static final String OTHER = "0d9e1c2f3a4b5f0c9a7be2d14c3f8a6b";

    private final Shown shown = new Shown();

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    @Test
    void namesTimesAndAddressesMayBeOtherOnes() {
        assertThat(shown.differences(
                        json("{'id':'" + ONE + "','at':'2026-03-02T08:30:00.120Z','from':'203.0.113.9:52114'}"),
                        json("{'id':'" + OTHER + "','at':'2027-01-01T00:00:00Z','from':'127.0.0.1:1'}")))
                .isEmpty();
    }

    @Test
    void aNameThatIsShownAgainIsTheSameAgain() {
        assertThat(shown.differences(json("{'id':'" + ONE + "'}"), json("{'id':'" + OTHER + "'}")))
                .isEmpty();

        assertThat(shown.real("seats/" + ONE)).isEqualTo("seats/" + OTHER);
        assertThat(shown.differences(json("{'topic':'n/" + ONE + "'}"), json("{'topic':'n/" + OTHER + "'}")))
                .isEmpty();
        assertThat(shown.differences(json("{'topic':'n/" + ONE + "'}"), json("{'topic':'n/" + ONE + "'}")))
                .hasSize(1);
    }

    @Test
    void everythingElseIsAsShown() {
        assertThat(shown.differences(
                        json("{'a':1,'b':'x','c':[1],'d':true,'e':{}}"),
                        json("{'a':2,'b':'y','c':[],'d':false,'f':{}}")))
                .hasSize(6);
    }
}
