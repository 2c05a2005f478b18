package dev.usher.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordMapper;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.core.UserProperties;
import dev.usher.bridge.mapping.Condition;
import dev.usher.bridge.mapping.JsonFormat;
import dev.usher.bridge.mapping.RouteMapping;
import dev.usher.bridge.mapping.Tombstones;
import dev.usher.bridge.mapping.TopicRoutes;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.Topic;
import dev.usher.topics.TopicTemplate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One record of 200 bytes to its topic of three of its fields, the payload checked to its last byte; one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MappingBenchmark {

    /** Who does it. */
    public enum Way {
        /** As the bridge does. */
        USHER {
            @Override
            RecordMapper mapper(Route route) {
                return new TopicRoutes(
                        JsonFormat.INSTANCE, List.of(RouteMapping.of(route, TEMPLATE, ReservedCharacters.ENCODE)));
            }
        },
        /** As the bridge does, behind a route that does not take the record. */
        USHER_CONDITION {
            @Override
            RecordMapper mapper(Route route) {
                RouteMapping other = new RouteMapping(
                        route,
                        Condition.parse("{currency} == 'EUR' and {bidSize} >= 100"),
                        TopicTemplate.parse("{countryCode}", ReservedCharacters.ENCODE),
                        ReservedCharacters.ENCODE,
                        Tombstones.DEAD_LETTER,
                        Map.of());
                return new TopicRoutes(
                        JsonFormat.INSTANCE,
                        List.of(other, RouteMapping.of(route, TEMPLATE, ReservedCharacters.ENCODE)));
            }
        },
        /** A streaming parser over the whole payload, the template, no cache. */
        JACKSON {
            @Override
            RecordMapper mapper(Route route) {
                TopicTemplate template = TopicTemplate.parse(TEMPLATE, ReservedCharacters.ENCODE);
                return record -> new MapOutcome.Mapped(
                        route, (Topic) template.render(fields(record.payload())), UserProperties.NONE);
            }
        };

        abstract RecordMapper mapper(Route route);
    }

    private static final String TEMPLATE = "{countryCode}/{exchange}/{tickerSymbol}";
    private static final int BYTES = 200;
    private static final JsonFactory JSON = new JsonFactory();

    @Param
    private Way way;

    @Param({"1", "500", "1000000"})
    private int topics;

    /** As many for one topic as for a million, so that the payloads cost the same to fetch; a power of two. */
    @Param("1048576")
    private int payloads;

    private RecordMapper mapper;
    private InboundRecord[] records;
    private int next;

    @Setup
    public void prepare() {
        mapper = way.mapper(new Route("quotes", "PRICES", Delivery.direct(true, RecordProperties.DEFAULT)));
        Random random = new Random(1);
        PartitionId partition = new PartitionId("PRICES", 0);
        records = new InboundRecord[payloads];
        for (int i = 0; i < records.length; i++) {
            byte[] payload = payload(random.nextInt(topics), random);
            records[i] = new InboundRecord(partition, i, 0, null, payload, List.of());
        }
        MapOutcome outcome = mapper.map(records[0]);
        if (!(outcome instanceof MapOutcome.Mapped)) {
            throw new IllegalStateException("not mapped: " + outcome);
        }
    }

    private static byte[] payload(int symbol, Random random) {
        String json = "{\"tickerSymbol\":\"S%d\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"currency\":\"USD\","
                        .formatted(symbol)
                + "\"bidPrice\":%d.%02d,\"askPrice\":%d.%02d,\"bidSize\":%d,\"askSize\":%d,\"timestamp\":%d,\"note\":\""
                        .formatted(
                                random.nextInt(900) + 100,
                                random.nextInt(100),
                                random.nextInt(900) + 100,
                                random.nextInt(100),
                                random.nextInt(1_000),
                                random.nextInt(1_000),
                                1_700_000_000_000L + random.nextInt(1_000_000_000));
        return (json + "x".repeat(BYTES - json.length() - 2) + "\"}").getBytes(UTF_8);
    }

    /** The next record. */
    @org.openjdk.jmh.annotations.Benchmark
    public MapOutcome map() {
        next = next + 1 & records.length - 1;
        return mapper.map(records[next]);
    }

    private static String[] fields(byte[] payload) {
        String[] values = new String[3];
        try (JsonParser parser = JSON.createParser(payload)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "countryCode" -> values[0] = parser.getText();
                    case "exchange" -> values[1] = parser.getText();
                    case "tickerSymbol" -> values[2] = parser.getText();
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalStateException("something follows");
            }
            return values;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
