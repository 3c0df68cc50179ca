// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.turnout.bridge.wire.Dialect;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.Test;

/** Arguments in the hand of the application's own mapper, which may be one that nobody else knows. */
class JobRunrDialectTest {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final JobMapper MAPPER = new JobMapper(new JacksonJsonMapper());

    /** With fields of abstract types. */
    public record Load(String what, List<String> parts, Map<String, Object> notes, LocalDate day) {}

    /** Whose field has a name of two words. */
    public record Wagon(String loadedWith) {}

    @Test
    void anArgumentIsWrittenAsTheMapperWritesItInAJob() throws Exception {
        Load load = new Load("coal", new ArrayList<>(List.of("a")), Map.of("weight", 5L), LocalDate.of(2026, 11, 24));
        JsonNode theirs = TREES.readTree(MAPPER.serializeJob(
                        new Job(new JobDetails("com.acme.Yard", null, "take", List.of(new JobParameter(load))))))
                .at("/jobDetails/jobParameters/0/object");

        Dialect.Json ours = new JobRunrDialect(MAPPER).write(load);

        assertThat(TREES.readTree(ours.tree().toString())).isEqualTo(theirs);
        assertThat(theirs.toString()).contains("java.util.ArrayList");
        assertThat(ours.type()).isEqualTo(Load.class);
    }

    @Test
    void whatTheMapperWritesIsReadUnderItsNamesAndNoOthers() throws Exception {
        JobRunrDialect dialect = new JobRunrDialect(new JobMapper(new JacksonJsonMapper(
                new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))));
        JsonNode written = dialect.write(new Wagon("coal")).tree();

        assertThat(written).hasToString("{\"loaded_with\":\"coal\"}");
        assertThat(dialect.reader().treeToValue(written, Wagon.class)).isEqualTo(new Wagon("coal"));
        assertThatThrownBy(() -> new JobRunrDialect(MAPPER).reader().treeToValue(written, Wagon.class))
                .hasMessageContaining("loaded_with");
    }

    @Test
    void whatTheMapperDoesNotWriteIsRefusedWithItsReason() {
        assertThatThrownBy(() -> new JobRunrDialect(MAPPER).write(new Object() {
                    @SuppressWarnings("unused") // read by the mapper
                    private final Object self = this;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JobRunr's mapper does not write it");
    }
}
