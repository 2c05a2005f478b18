package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.XMLMessage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PropertyBlockTest {

    private static final PropertyName NAME = new PropertyName("name");

    @Test
    void theBytesAreThoseOfThisVersionOfJcsmp() {
        assertThat(SdtPropertyBlock.isUnderstood())
                .as("if JCSMP has changed its bytes, change ours, or take the map")
                .isTrue();
        assertThat(PropertyBlock.create()).isInstanceOf(SdtPropertyBlock.class);
    }

    @Test
    void severalPropertiesHaveTheBytesOfTheMapUpToTheirOrder() {
        SdtPropertyBlock block = new SdtPropertyBlock();
        MapPropertyBlock map = new MapPropertyBlock();
        for (PropertyBlock each : new PropertyBlock[] {block, map}) {
            each.putText(NAME, "forgotten");
            each.clear();
            each.putText(new PropertyName("k_topic"), "PRICES");
            each.putInt(new PropertyName("k_partition"), 3);
            each.putLong(new PropertyName("k_offset"), Long.MIN_VALUE);
            each.putBytes(new PropertyName("k_key"), new byte[] {0, 1, -128});
        }

        assertThat(sorted(ours(block))).isEqualTo(sorted(ofMap(map)));
    }

    @Test
    void theSizeIsThatOfTheBytesAndWhatJcsmpAddsOrMore() {
        SdtPropertyBlock block = new SdtPropertyBlock();
        MapPropertyBlock map = new MapPropertyBlock();
        assertThat(block.size()).isZero();
        assertThat(map.size()).isZero();
        for (int length : new int[] {0, 100, 300, 70_000}) {
            block.putBytes(new PropertyName("b" + length), new byte[length]);
            map.putBytes(new PropertyName("b" + length), new byte[length]);
            block.putText(new PropertyName("t" + length), "é".repeat(length));
            map.putText(new PropertyName("t" + length), "é".repeat(length));
            block.putInt(new PropertyName("i" + length), length);
            map.putInt(new PropertyName("i" + length), length);
            assertThat(block.size()).isEqualTo(ours(block).length + 5);
            assertThat(map.size()).isGreaterThanOrEqualTo(ofMap(map).length + 5).isLessThan(ofMap(map).length + 300);
        }
        block.clear();
        map.clear();
        assertThat(block.size()).isZero();
        assertThat(map.size()).isZero();
    }

    @Test
    void whatIsOnAMessageStays() {
        SdtPropertyBlock block = new SdtPropertyBlock();
        block.putText(NAME, "first");
        BytesMessage message = message();
        block.applyTo(message);
        byte[] before = read(message);

        block.clear();
        block.putText(NAME, "other");
        block.applyTo(message());

        assertThat(read(message)).isEqualTo(before);
    }

    @Test
    void withoutPropertiesNothingIsPut() {
        BytesMessage message = message();
        new SdtPropertyBlock().applyTo(message);
        new MapPropertyBlock().applyTo(message);

        assertThat(message.getProperties()).isNull();
        assertThat(message.readBinaryMetadataBytes(XMLMessage.SDK_BINARY_METADATA_PORTION, new byte[100]))
                .isNegative();
    }

    private static byte[] ours(PropertyBlock block) {
        BytesMessage message = message();
        block.applyTo(message);
        return read(message);
    }

    private static byte[] ofMap(MapPropertyBlock map) {
        BytesMessage message = message();
        map.applyTo(message);
        // Asking makes JCSMP encode it.
        assertThat(message.getBinaryMetadataTypes()).isNotEmpty();
        return read(message);
    }

    private static byte[] read(BytesMessage message) {
        byte[] bytes = new byte[1_000_000];
        return Arrays.copyOf(bytes, message.readBinaryMetadataBytes(XMLMessage.SDK_BINARY_METADATA_PORTION, bytes));
    }

    private static byte[] sorted(byte[] bytes) {
        byte[] sorted = bytes.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static BytesMessage message() {
        return JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
    }
}
