package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SempCursorTest {

    @Test
    void takesTheCursorOfTheUriAsItStands() {
        JsonObject paging = new JsonObject()
                .put("cursorQuery", "<a>")
                .put("nextPageUri", "http://elsewhere:1/SEMP/v2/x?count=100&cursor=%3Ca%3E&select=y");
        assertThat(SempCursor.next(paging)).isEqualTo("%3Ca%3E");
    }

    @Test
    void encodesCursorQueryWhenTheUriHasNone() {
        assertThat(SempCursor.next(new JsonObject().put("cursorQuery", "<a>"))).isEqualTo("%3Ca%3E");
        JsonObject paging = new JsonObject().put("cursorQuery", "n=1").put("nextPageUri", "http://x/y?count=1");
        assertThat(SempCursor.next(paging)).isEqualTo("n%3D1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"cursorQuery\":\"\"}",
                "{\"cursorQuery\":7}",
                "{\"nextPageUri\":\"http://x/y?cursor=\"}",
                "{\"nextPageUri\":\"http://x/y?cursor=a b\"}",
                "{\"nextPageUri\":\"http://x/y?cursor=a\\r\\nX: y\"}"
            })
    void aPageThatCannotBeFollowedIsAnError(String paging) {
        assertThatThrownBy(() -> SempCursor.next(new JsonObject(paging))).isInstanceOf(SempProtocolException.class);
    }
}
