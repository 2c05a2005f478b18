package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherFlowsTest {

    private final PublisherFlows flows = new PublisherFlows();

    private List<PublisherFlow> full() {
        List<PublisherFlow> all = new ArrayList<>();
        for (int i = 0; i < PublisherFlows.MAX_FLOWS; i++) {
            all.add(flows.open("alice", 1));
        }
        return all;
    }

    private boolean isKnown(PublisherFlow flow) {
        return flows.resume(flow.name(), "alice").isPresent();
    }

    @Test
    void theOneThatWasNotUsedForLongestIsForgotten() {
        List<PublisherFlow> all = full();
        assertThat(isKnown(all.get(0))).isTrue();
        PublisherFlow opened = flows.open("alice", 1);
        flows.adopt("adopted", "alice", 1, 0);
        assertThat(isKnown(all.get(1))).isFalse();
        assertThat(isKnown(all.get(2))).isFalse();
        assertThat(all.subList(3, all.size())).allMatch(this::isKnown);
        assertThat(isKnown(all.get(0))).as("came back before").isTrue();
        assertThat(isKnown(opened)).isTrue();
        assertThat(flows.resume("adopted", "alice")).isPresent();
    }

    @Test
    void oneOfAConnectionThatIsThereIsInUse() {
        List<PublisherFlow> all = full();
        Object former = new Object();
        Object connection = new Object();
        all.get(0).usedBy(former);
        all.get(0).usedBy(connection);
        flows.left(all.get(0), former);
        all.get(1).usedBy(connection);
        for (int i = 2; i < all.size(); i++) {
            flows.open("alice", 1);
        }
        assertThat(isKnown(all.get(0))).isTrue();
        assertThat(isKnown(all.get(1))).isTrue();
        assertThat(all.subList(2, all.size())).noneMatch(this::isKnown);
        flows.left(all.get(0), connection);
        for (int i = 0; i < PublisherFlows.MAX_FLOWS; i++) {
            flows.open("alice", 1);
        }
        assertThat(isKnown(all.get(0))).as("its connection has gone").isFalse();
        assertThat(isKnown(all.get(1))).isTrue();
    }

    @Test
    void thereAreNeverMoreThanThatEvenIfAllAreInUse() {
        List<PublisherFlow> all = full();
        all.forEach(flow -> flow.usedBy(this));
        PublisherFlow opened = flows.open("alice", 1);
        assertThat(isKnown(all.get(0))).isFalse();
        assertThat(isKnown(all.get(1))).isTrue();
        assertThat(isKnown(opened)).isTrue();
    }
}
