// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.SucceededState;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.Test;

/** Both ways through JobRunr 7.5.3's own mapper. */
class JobDocumentTest {
    private static final JobMapper JOBRUNR = new JobMapper(new JacksonJsonMapper());
    private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123456789Z");
    private static final String SERVER = "0190a0b0-0000-7000-8000-000000000001";
    private static final TaskAddress TASK =
            new TaskAddress("com.acme.Mailer", "send", List.of("java.lang.String", "int", "long"));

    @Test
    void jobRunrReadsEveryStateThatWeWrite() throws Exception {
        JobDocument fresh = fresh(Duration.ZERO);
        JobDocument running = fresh.processing(AT.plusMillis(1500), SERVER, "worker-1");
        IllegalStateException cause = new IllegalStateException("down", new java.io.IOException("reset"));

        assertThat(jobRunr(fresh).getState().name()).isEqualTo("ENQUEUED");
        assertThat(jobRunr(running).<ProcessingState>getJobState().getServerId())
                .hasToString(SERVER);
        SucceededState succeeded =
                jobRunr(running.succeeded(AT.plusMillis(4000).plusNanos(1))).getJobState();
        assertThat(succeeded.getLatencyDuration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(succeeded.getProcessDuration())
                .isEqualTo(Duration.ofMillis(2500).plusNanos(1));
        FailedState failed =
                jobRunr(running.failed(AT, "no luck", cause, false)).getJobState();
        assertThat(failed.mustNotRetry()).isTrue();
        assertThat(failed.getExceptionCauseMessage()).isEqualTo("reset");
        Job retried = jobRunr(running.retried(AT, "no luck", cause, AT.plusSeconds(3), "Retry 1 of 10"));
        assertThat(retried.<ScheduledState>getJobState().getScheduledAt()).isEqualTo(AT.plusSeconds(3));
        assertThat(jobRunr(running.enqueued(AT)).getVersion()).isEqualTo(3);
        assertThat(jobRunr(running.deleted(AT, "why")).getState().name()).isEqualTo("DELETED");
        assertThat(jobRunr(fresh(Duration.ofMinutes(5)))
                        .<ScheduledState>getJobState()
                        .getScheduledAt())
                .isEqualTo(AT.plusSeconds(300));
    }

    @Test
    void jobRunrBindsTheArgumentsOfAJobThatWePutIn() throws Exception {
        JobDetails details = jobRunr(fresh(Duration.ZERO)).getJobDetails();

        assertThat(details.getJobParameterValues()).containsExactly("hi \"there\"", 7, 9_007_199_254_740_993L);
        assertThat(details.getCacheable()).isTrue();
    }

    @Test
    void weReadAJobOfJobRunrAndItReadsWhatWeMadeOfIt() throws Exception {
        JobDetails details = new JobDetails(
                "com.acme.Mailer",
                null,
                "send",
                List.of(
                        new JobParameter("java.lang.String", "x"),
                        new JobParameter("int", 1),
                        new JobParameter("long", Long.MAX_VALUE)));
        Job job = new Job(UUID.fromString(SERVER), details);
        job.setAmountOfRetries(4);
        job.setRecurringJobId("daily");
        job.setJobName("mail");
        job.getMetadata().put("mdc-user", "bob");

        JobDocument ours = JobDocument.read(JOBRUNR.serializeJob(job));
        Job back = jobRunr(ours.processing(Instant.now(), SERVER, "w"));

        assertThat(ours.task()).isEqualTo(TASK);
        assertThat(ours.arguments().get(2).value().longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(ours.retries()).contains(4);
        assertThat(ours.recurringId()).contains("daily");
        assertThat(ours.metadata()).containsOnlyKeys("mdc-user");
        assertThat(back.getJobDetails()).usingRecursiveComparison().isEqualTo(job.getJobDetails());
        assertThat(back.getMetadata()).containsEntry("mdc-user", "bob");
        assertThat(back.getAmountOfRetries()).isEqualTo(4);
    }

    @Test
    void durationsHaveNineDecimals() {
        assertThat(States.seconds(Duration.ofMillis(1500))).isEqualTo("1.500000000");
        assertThat(States.seconds(Duration.ofNanos(1))).isEqualTo("0.000000001");
        assertThat(States.seconds(Duration.ofSeconds(-3))).isEqualTo("0.000000000");
    }

    @Test
    void unknownFieldsNumbersAndEmptyListsSurviveToTheDigit() throws Exception {
        String extra = "\"labels\":[],\"later\":{\"a\":[0.000000001,1.50,1.0E10,123456789012345678901234567890,"
                + "-9223372036854775808,null,\"ü\\u0001\"]}";
        String text = fresh(Duration.ZERO).json().replace("\"labels\":[]", extra);

        String written = JobDocument.read(text).enqueued(AT).json();

        assertThat(written).contains(extra);
    }

    @Test
    void escapesStayAsTheyWereWritten() throws Exception {
        String extra = "\"later\":\"\\u003ca\\u003e \\ud83d \\/ \u00fc\"";
        String note = "\"note\":[ \"\\u0026\" , {\"\\u003d\" : \"\\ud83d\"} ]";
        String text = fresh(Duration.ZERO)
                .json()
                .replace("\"labels\":[]", "\"labels\":[]," + extra)
                .replace("\"metadata\":{", "\"metadata\":{" + note + ",");

        String written = JobDocument.read(text).processing(AT, SERVER, "w").json();

        assertThat(written).contains(extra).contains(note);
    }

    @Test
    void onSuccessOnlyTheDashboardsMetadataStays() throws Exception {
        JobDocument running = fresh(Duration.ZERO)
                .processing(AT, SERVER, "w")
                .noted(Map.of(
                        "mdc-user",
                        new TextNode("bob"),
                        "jobRunrDashboardLog-2",
                        new TextNode("log"),
                        "jobRunrDashboardProgressBar-2",
                        IntNode.valueOf(3)));

        assertThat(running.succeeded(AT).metadata())
                .containsOnlyKeys("jobRunrDashboardLog-2", "jobRunrDashboardProgressBar-2");
        assertThat(running.failed(AT, "m", new IllegalStateException(), true).metadata())
                .containsKey("mdc-user");
    }

    @Test
    void aDocumentThatWeDoNotUnderstandWhollyIsRefused() throws Exception {
        String good = fresh(Duration.ZERO).json();
        for (String bad : List.of(
                "",
                "[]",
                "{",
                good + "x",
                good.replace("ENQUEUED", "AWAITING"),
                good.replace("\"version\":1", "\"version\":\"1\""),
                good.replace("\"jobHistory\":[", "\"jobHistory\":[7,"),
                good.replace("\"className\":\"com.acme.Mailer\",", ""),
                good.replace("\"labels\":[]", "\"labels\":" + "[".repeat(70) + "]".repeat(70)),
                good.replace("{\"version\"", "{\"id\":\"twice\",\"version\""))) {
            assertThatThrownBy(() -> JobDocument.read(bad)).as(bad).isInstanceOf(UnreadableDocument.class);
        }
    }

    @Test
    void attemptsAreTheFailuresOfBothPools() throws Exception {
        JobDocument once = fresh(Duration.ZERO)
                .processing(AT, SERVER, "w")
                .retried(AT, "m", new IllegalStateException(), AT, "Retry 1 of 10");

        assertThat(JobDocument.read(once.json()).failures()).isEqualTo(1);
        assertThat(JobDocument.read(once.json()).updatedMicros()).isEqualTo(1_795_428_930_123_456L);
    }

    @Test
    void aTypeInADocumentIsTextAndLoadsNothing() throws Exception {
        String text = fresh(Duration.ZERO).json().replace("com.acme.Mailer", "no.such.Type");

        assertThat(JobDocument.read(text).task().className()).isEqualTo("no.such.Type");
    }

    private static Job jobRunr(JobDocument document) throws UnreadableDocument {
        return JOBRUNR.deserializeJob(JobDocument.read(document.json()).json());
    }

    private static JobDocument fresh(Duration delay) {
        NewJob job = new NewJob(
                new JobId(SERVER),
                TASK,
                List.of(
                        new Argument("java.lang.String", new TextNode("hi \"there\""), "java.lang.String"),
                        new Argument("int", IntNode.valueOf(7), "java.lang.Integer"),
                        new Argument("long", LongNode.valueOf(9_007_199_254_740_993L), "java.lang.Long")),
                delay,
                Optional.of(3),
                Map.of());
        return NewDocument.of(job, AT);
    }
}
