// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.context.JobDashboardLogger;
import org.jobrunr.jobs.context.JobDashboardProgressBar;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jobrunr.utils.mapper.jsonb.JsonbJsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write into a job's metadata, read back by JobRunr 7.5.3's own mapper. */
class MetadataTest {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final JobMapper JOBRUNR = new JobMapper(new JacksonJsonMapper());
    private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123456Z");
    private static final String ID = "0190a0b0-0000-7000-8000-000000000001";

    @Test
    void metadataOfANewJobIsPlainValuesToJobRunrAndToUs() throws Exception {
        Map<String, JsonNode> given = Map.of(
                "traceparent",
                new TextNode("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                "mdc-user",
                new TextNode("bob"),
                "long",
                LongNode.valueOf(9_007_199_254_740_993L),
                "half",
                DoubleNode.valueOf(0.5),
                "flag",
                BooleanNode.TRUE);

        JobDocument document = fresh(given);

        assertThat(JobDocument.read(document.json()).metadata())
                .containsEntry("traceparent", given.get("traceparent"))
                .containsEntry("long", given.get("long"))
                .containsOnlyKeys(given.keySet());
        assertThat(jobRunr(document).getMetadata())
                .isEqualTo(Map.of(
                        "traceparent",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        "mdc-user",
                        "bob",
                        "long",
                        9_007_199_254_740_993L,
                        "half",
                        0.5,
                        "flag",
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1}", "[\"java.util.ArrayList\",[]]", "[]", "null", "{\"@class\":\"java.lang.String\"}"})
    void whatIsNotPlainIsRefusedForANewJob(String value) throws Exception {
        JsonNode node = TREES.readTree(value);

        assertThatThrownBy(() -> fresh(Map.of("extra", node)))
                .hasMessageContaining("TURNOUT-0342")
                .hasMessageContaining("'extra'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@class", "jobRunrDashboardLog-2", "jobRunrDashboardProgressBar-2"})
    void aKeyOfJobRunrsIsRefusedForANewJob(String key) {
        assertThatThrownBy(() -> fresh(Map.of(key, new TextNode("x"))))
                .hasMessageContaining("TURNOUT-0342")
                .hasMessageContaining(key);
    }

    @Test
    void progressIsTheDashboardsProgressBar() throws Exception {
        JobDocument running = fresh(Map.of()).processing(AT, ID, "worker-1");

        JobDocument noted = running.noted(Map.of(Claims.PROGRESS, TREES.readTree("{\"done\":3,\"total\":8}")));

        JobDashboardProgressBar bar = JobDashboardProgressBar.get(jobRunr(noted));
        assertThat(List.of(bar.getSucceededAmount(), bar.getTotalAmount(), bar.getFailedAmount()))
                .containsExactly(3L, 8L, 0L);
        assertThat(bar.getProgress()).isEqualTo(37);
        assertThat(jobRunr(noted).getMetadata()).containsOnlyKeys("jobRunrDashboardProgressBar-2");
        assertThat(jobRunr(noted.succeeded(AT.plusSeconds(1))).getMetadata())
                .containsOnlyKeys("jobRunrDashboardProgressBar-2");
    }

    @Test
    void theProgressBarIsWrittenAsJobRunrWritesIt() throws Exception {
        Job job = new Job(UUID.fromString(ID), new JobDetails("com.acme.Mailer", null, "send", List.of()));
        new JobDashboardProgressBar(job, 8L).setProgress(3);
        JsonNode theirs =
                TREES.readTree(JOBRUNR.serializeJob(job)).path("metadata").path("jobRunrDashboardProgressBar-1");

        Map<String, JsonNode> ours =
                Metadata.ofNotes(Map.of(Claims.PROGRESS, TREES.readTree("{\"done\":3,\"total\":8}")), 1);

        assertThat(TREES.readTree(ExactTree.write(ours.get("jobRunrDashboardProgressBar-1"))))
                .isEqualTo(theirs);
    }

    @ParameterizedTest
    @MethodSource("theirMappers")
    void eachMapperOfJobRunrsReadsProgressAndLog(JobMapper theirs) throws Exception {
        JobDocument running = fresh(Map.of()).processing(AT, ID, "worker-1");

        JobDocument noted = running.noted(Map.of(
                Claims.PROGRESS, TREES.readTree("{\"done\":3,\"total\":8}"),
                Claims.LOG, TREES.readTree("[{\"level\":\"WARN\",\"at\":\"" + AT + "\",\"message\":\"slow\"}]")));

        Job job = theirs.deserializeJob(noted.json());
        JobDashboardLogger.JobDashboardLogLine line = ((JobDashboardLogger.JobDashboardLogLines)
                        job.getMetadata().get("jobRunrDashboardLog-2"))
                .getLogLines()
                .element();
        assertThat(JobDashboardProgressBar.get(job).getProgress()).isEqualTo(37);
        assertThat(line.getLevel()).isEqualTo(JobDashboardLogger.Level.WARN);
        assertThat(line.getLogInstant()).isEqualTo(AT);
        assertThat(line.getLogMessage()).isEqualTo("slow");
        assertThat(TREES.readTree(theirs.serializeJob(job)).path("metadata").path("jobRunrDashboardLog-2"))
                .isEqualTo(TREES.readTree(noted.json()).path("metadata").path("jobRunrDashboardLog-2"));
    }

    static Stream<JobMapper> theirMappers() {
        return Stream.of(
                JOBRUNR,
                new JobMapper(new JacksonJsonMapper(false)),
                new JobMapper(new GsonJsonMapper()),
                new JobMapper(new JsonbJsonMapper()));
    }

    @Test
    void progressBeyondTheEndIsTheWhole() throws Exception {
        Map<String, JsonNode> ours =
                Metadata.ofNotes(Map.of(Claims.PROGRESS, TREES.readTree("{\"done\":9,\"total\":8}")), 2);

        assertThat(ours.get("jobRunrDashboardProgressBar-2").path("progress").intValue())
                .isEqualTo(100);
    }

    @Test
    void aNoteThatWouldStopAStockServerIsKeptAsText() throws Exception {
        JsonNode trap = TREES.readTree("{\"a\":[1,2]}");
        JobDocument running = fresh(Map.of()).processing(AT, ID, "worker-1");
        String untouched = running.json().replace("\"metadata\":{", "\"metadata\":{\"own\":{\"a\":[1,2]},");
        assertThatThrownBy(() -> JOBRUNR.deserializeJob(untouched)).isNotNull();

        JobDocument noted = running.noted(Map.of(
                "own", trap,
                "list", TREES.readTree("[\"a\",\"b\"]"),
                "none", TREES.readTree("null"),
                "@class", new TextNode("com.acme.Evil"),
                "typed", TREES.readTree("[\"java.lang.Long\",7]")));

        assertThat(jobRunr(noted).getMetadata())
                .isEqualTo(Map.of("own", "{\"a\":[1,2]}", "list", "[\"a\",\"b\"]", "none", "null", "typed", 7L));
    }

    private static Job jobRunr(JobDocument document) throws UnreadableDocument {
        return JOBRUNR.deserializeJob(JobDocument.read(document.json()).json());
    }

    private static JobDocument fresh(Map<String, JsonNode> metadata) {
        return NewDocument.of(
                new NewJob(
                        new JobId(ID),
                        new TaskAddress("com.acme.Mailer", "send", List.of("java.lang.String")),
                        List.of(new Argument("java.lang.String", new TextNode("hi"))),
                        Duration.ZERO,
                        Optional.of(3),
                        metadata),
                AT);
    }
}
