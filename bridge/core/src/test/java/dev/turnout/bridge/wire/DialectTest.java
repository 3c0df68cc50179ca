// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jobrunr.utils.mapper.jsonb.JsonbJsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write, beside what each of JobRunr 7.5.3's own mappers writes, and read back by it. */
class DialectTest {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");

    /** A mapper and how we write for it. */
    enum Pair {
        JACKSON(new JacksonJsonMapper(), Dialect.JACKSON),
        JACKSON_ALONE(new JacksonJsonMapper(false), Dialect.JACKSON),
        GSON(new GsonJsonMapper(), Dialect.GSON),
        JSONB(new JsonbJsonMapper(), Dialect.JSONB);

        final JobMapper theirs;
        final Dialect ours;

        Pair(JsonMapper theirs, Dialect ours) {
            this.theirs = new JobMapper(theirs);
            this.ours = ours;
        }
    }

    /** With a body, so that its constant is of a class of its own. */
    public enum Gauge {
        WIDE,
        NARROW {
            @Override
            public String toString() {
                return "narrow!";
            }
        }
    }

    /** Plain. */
    public enum Mode {
        FAST
    }

    /** With everything inside. */
    public record Wagon(
            String name,
            int axles,
            Long load,
            Mode mode,
            List<String> goods,
            Map<String, String> notes,
            Instant built) {}

    /** A class with fields. */
    public static class Track {
        private String name = "";
        private double length;
        private List<Long> sleepers = new ArrayList<>();

        public Track() {}

        Track(String name, double length, List<Long> sleepers) {
            this.name = name;
            this.length = length;
            this.sleepers = sleepers;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Track track
                    && track.name.equals(name)
                    && track.length == length
                    && track.sleepers.equals(sleepers);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static Stream<Arguments> values() {
        return Stream.of(Pair.values())
                .flatMap(pair -> Stream.of(
                        Arguments.of(pair, String.class, "a \"text\" – ü 😀"),
                        Arguments.of(pair, int.class, 7),
                        Arguments.of(pair, long.class, Long.MAX_VALUE),
                        Arguments.of(pair, Long.class, 9_007_199_254_740_993L),
                        Arguments.of(pair, double.class, 0.1),
                        Arguments.of(pair, boolean.class, true),
                        Arguments.of(pair, char.class, 'x'),
                        Arguments.of(pair, BigDecimal.class, new BigDecimal("12.25")),
                        Arguments.of(pair, UUID.class, UUID.fromString("0190a0b0-0000-7000-8000-000000000001")),
                        Arguments.of(pair, Gauge.class, Gauge.WIDE),
                        Arguments.of(pair, Mode.class, Mode.FAST),
                        Arguments.of(pair, Instant.class, NOON),
                        Arguments.of(pair, LocalDate.class, LocalDate.parse("2026-11-24")),
                        Arguments.of(pair, LocalDateTime.class, LocalDateTime.parse("2026-11-24T12:00:01")),
                        Arguments.of(pair, Date.class, Date.from(Instant.parse("2026-11-24T12:00:00.123Z"))),
                        Arguments.of(pair, Duration.class, Duration.ofMillis(90_500)),
                        Arguments.of(pair, Duration.class, Duration.ofSeconds(90)),
                        Arguments.of(pair, List.class, List.of("a", "b")),
                        Arguments.of(pair, List.class, new ArrayList<>(List.of("a"))),
                        Arguments.of(pair, Set.class, Set.of("a")),
                        Arguments.of(pair, Map.class, Map.of("k", "v")),
                        Arguments.of(pair, Map.class, new LinkedHashMap<>(Map.of("k", "v"))),
                        Arguments.of(pair, byte[].class, new byte[] {1, -2}),
                        Arguments.of(pair, String[].class, new String[] {"a", "b"}),
                        Arguments.of(pair, Track.class, new Track("main", 2.5, new ArrayList<>(List.of(1L, 2L)))),
                        Arguments.of(pair, Object.class, new Track("any", 2.5, new ArrayList<>(List.of(1L)))),
                        Arguments.of(
                                pair,
                                Wagon.class,
                                new Wagon(
                                        "w",
                                        4,
                                        5L,
                                        Mode.FAST,
                                        List.of("coal"),
                                        new LinkedHashMap<>(Map.of("k", "v")),
                                        NOON))))
                .filter(DialectTest::mapperReadsWhatItWrites);
    }

    /** What a mapper of JobRunr's cannot do itself is nothing that we could write for it. */
    private static boolean mapperReadsWhatItWrites(Arguments row) {
        Pair pair = (Pair) row.get()[0];
        Object value = row.get()[2];
        return switch (pair) {
            case JSONB -> !(value instanceof Duration) && !(value instanceof Enum);
            case JACKSON_ALONE -> !value.equals(Duration.ofMillis(90_500));
            default -> true;
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void theirMapperReadsWhatWeWrite(Pair pair, Class<?> declared, Object value) {
        JobParameter back = pair.theirs
                .deserializeJob(document(pair, declared, value).json())
                .getJobDetails()
                .getJobParameters()
                .get(0);

        assertThat(back.getClassName()).isEqualTo(declared.getName());
        assertThat(back.getObject()).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void weWriteWhatTheirMapperWrites(Pair pair, Class<?> declared, Object value) {
        JsonNode theirs = parameter(pair.theirs.serializeJob(new Job(
                new JobDetails("com.acme.Yard", null, "take", List.of(new JobParameter(declared.getName(), value))))));
        JsonNode ours = parameter(document(pair, declared, value).json());

        if (value instanceof Date && pair != Pair.JSONB) {
            assertThat(ours).isNotEqualTo(theirs); // theirs ends with the seconds, or is in the machine's language
        } else if (Known.of(value) == value) {
            assertThat(ours).isEqualTo(theirs);
        } else if (!(pair == Pair.GSON && value instanceof Map)) { // theirs names a class that it cannot make
            assertThat(ours.get("object")).isEqualTo(theirs.get("object"));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void weReadADateOrTimeThatTheirMapperWrote(Pair pair, Class<?> declared, Object value) throws Exception {
        assumeThat(value).isInstanceOfAny(Date.class, Instant.class, LocalDate.class, LocalDateTime.class);
        JsonNode theirs = parameter(pair.theirs.serializeJob(new Job(new JobDetails(
                        "com.acme.Yard", null, "take", List.of(new JobParameter(declared.getName(), value))))))
                .get("object");

        if (value instanceof Date && pair == Pair.GSON) { // to the second, no zone
            assertThatThrownBy(() -> pair.ours.reader().treeToValue(theirs, declared))
                    .isInstanceOf(com.fasterxml.jackson.databind.exc.InvalidFormatException.class);
        } else if (value instanceof Date date && pair != Pair.JSONB) { // their Jackson ends with the seconds
            assertThat(pair.ours.reader().treeToValue(theirs, declared))
                    .isEqualTo(new Date(date.getTime() / 1_000 * 1_000));
        } else {
            assertThat(pair.ours.reader().treeToValue(theirs, declared)).isEqualTo(value);
        }
        JsonNode ours = parameter(document(pair, declared, value).json()).get("object");
        assertThat(pair.ours.reader().treeToValue(ours, declared)).isEqualTo(value);
    }

    @Test
    void aDateOfJsonbWithoutAZoneIsRefused() {
        assertThatThrownBy(() -> Dialect.JSONB.reader().readValue("\"2026-11-23T10:15:30.123Z[NoSuch]\"", Date.class))
                .isInstanceOf(com.fasterxml.jackson.databind.exc.InvalidFormatException.class);
    }

    @Test
    void whatTheirMapperCouldNotReadBackIsRefused() {
        assertThatThrownBy(() -> Dialect.JSONB.write(Mode.FAST)).hasMessageContaining("does not read it back");
        assertThatThrownBy(() -> Dialect.JSONB.write(Duration.ZERO)).hasMessageContaining("does not read it back");
        assertThatThrownBy(() -> Dialect.GSON.write(LocalTime.NOON)).hasMessageContaining("java.time.LocalTime");
        assertThatThrownBy(() -> Dialect.JACKSON.write(new Loop())).isInstanceOf(IllegalArgumentException.class);
    }

    /** Never ends. */
    private static final class Loop {
        @SuppressWarnings("unused") // read by mappers
        private final Loop next = this;
    }

    private static JobDocument document(Pair pair, Class<?> declared, Object value) {
        TaskAddress task = new TaskAddress("com.acme.Yard", "take", List.of(declared.getName()));
        Dialect.Json json = pair.ours.write(value);
        String actual = value instanceof Enum ? declared.getName() : json.type().getName();
        Argument argument = new Argument(declared.getName(), json.tree(), actual);
        return NewDocument.of(
                NewJob.now(new JobId("0190a0b0-0000-7000-8000-000000000001"), task, List.of(argument)), NOON);
    }

    private static JsonNode parameter(String document) {
        return tree(document).at("/jobDetails/jobParameters/0");
    }

    private static JsonNode tree(String json) {
        try {
            return TREES.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new AssertionError(json, broken);
        }
    }
}
