// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.context.JobRunrDashboardLogger;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class JobRunrSurroundingsTest {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final JobMapper MAPPER = new JobMapper(new JacksonJsonMapper());
    private static final String ID = "00000000-0000-7000-8000-000000000001";

    private final TenantFilter tenants = new TenantFilter();

    @AfterEach
    void clearLogging() {
        MDC.clear();
    }

    @Test
    void bodySeesTheEnqueuersLoggingContextAndWhatFiltersAddAndTheThreadIsCleanAfterIt() throws Exception {
        MDC.put("thread", "of the worker");
        Surroundings.Run run =
                open(1, Map.of("mdc-driver", TREES.readTree("\"anna\""), "tenant", TREES.readTree("\"acme\"")));

        run.starting();

        assertThat(MDC.getCopyOfContextMap())
                .containsEntry("driver", "anna")
                .containsEntry("tenant", "acme")
                .containsEntry("jobrunr.jobId", ID)
                .doesNotContainKey("thread");
        run.left();
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("thread", "of the worker"));
    }

    @Test
    void piecesOnOtherThreadsSeeTheLoggingContextToo() throws Exception {
        Surroundings.Run run =
                open(1, Map.of("mdc-driver", TREES.readTree("\"anna\""), "tenant", TREES.readTree("\"acme\"")));
        run.starting();
        UnaryOperator<Runnable> carrier = run.carrier();
        run.left();
        MDC.put("thread", "of a pool");
        List<Map<String, String>> seen = new ArrayList<>();

        carrier.apply(() -> seen.add(MDC.getCopyOfContextMap())).run();

        assertThat(seen.get(0)).containsEntry("driver", "anna").containsEntry("tenant", "acme");
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("thread", "of a pool"));
    }

    @Test
    void whatTheTaskPutsIntoTheLoggingContextBeforeACompositionIsThereInTheContinuation() throws Exception {
        Surroundings.Run run = open(1, Map.of("mdc-driver", TREES.readTree("\"anna\"")));
        run.starting();
        UnaryOperator<Runnable> before = run.carrier();
        MDC.put("wagon", "seven");
        UnaryOperator<Runnable> after = run.carrier();
        run.left();
        List<Map<String, String>> seen = new ArrayList<>();

        before.apply(() -> seen.add(MDC.getCopyOfContextMap())).run();
        after.apply(() -> seen.add(MDC.getCopyOfContextMap())).run();

        assertThat(seen.get(0)).containsEntry("driver", "anna").doesNotContainKey("wagon");
        assertThat(seen.get(1)).containsEntry("driver", "anna").containsEntry("wagon", "seven");
        assertThat(MDC.get("wagon")).isNull();
    }

    @Test
    void filtersHearOfBothEndsWithTheLoggingContextOfTheJob() throws Exception {
        Surroundings.Run good = open(1, Map.of("tenant", TREES.readTree("\"acme\"")));
        good.starting();
        good.left();
        good.ended(Optional.empty());
        Surroundings.Run bad = open(1, Map.of());
        bad.starting();
        bad.left();
        bad.ended(Optional.of(new IllegalStateException("late")));

        assertThat(tenants.heard)
                .containsExactly("enter acme", "succeeded acme", "enter public", "failed public: late");
        assertThat(MDC.get("tenant")).isNull();
    }

    @Test
    void throwingFilterDoesNotDisturbTheRun() {
        JobServerFilter broken = new JobServerFilter() {
            @Override
            public void onProcessing(Job job) {
                throw new IllegalStateException("broken filter");
            }
        };
        Surroundings.Run run = new JobRunrSurroundings(List.of(broken, tenants), MAPPER).open(claim(1, Map.of()));

        run.starting();
        run.left();

        assertThat(tenants.heard).containsExactly("enter public");
    }

    @Test
    void progressAndLogsAreNotesInJobRunrsOwnForm() throws Exception {
        Surroundings.Run run = open(1, Map.of());
        assertThat(run.notes()).isEmpty();
        run.starting();
        JobContext context =
                (JobContext) run.argument(JobContext.class.getName()).orElseThrow();
        context.progressBar(4).setProgress(1);
        new JobRunrDashboardLogger(LoggerFactory.getLogger("quiet")).info("half way");
        context.saveMetadata("step", "unloaded");
        run.left();

        Map<String, JsonNode> notes = run.notes();

        assertThat(notes).containsOnlyKeys("jobRunrDashboardProgressBar-2", "jobRunrDashboardLog-2", "step");
        assertThat(notes.get("jobRunrDashboardProgressBar-2")
                        .path("succeededAmount")
                        .intValue())
                .isEqualTo(1);
        assertThat(readByJobRunr(notes).getMetadata())
                .containsEntry("step", "unloaded")
                .hasSize(3);
        assertThat(run.notes()).isEmpty();
        context.progressBar(4).setProgress(2);
        assertThat(run.notes()).containsOnlyKeys("jobRunrDashboardProgressBar-2");
    }

    @Test
    void laterAttemptsHaveTheNumberThatTheDashboardExpects() {
        Surroundings.Run run = open(2, Map.of());
        JobContext context =
                (JobContext) run.argument(JobContext.class.getName()).orElseThrow();

        context.logger().info("again");

        assertThat(run.notes()).containsOnlyKeys("jobRunrDashboardLog-6");
    }

    @Test
    void metadataOfEarlierAttemptsIsSeenAsPlainValuesAndNothingNamedByItIsMade() throws Exception {
        Surroundings.Run run = open(
                2,
                Map.of(
                        "step", TREES.readTree("\"unloaded\""),
                        "count", TREES.readTree("[\"java.lang.Long\",7]"),
                        "trap", TREES.readTree("{\"@class\":\"" + Trap.class.getName() + "\"}")));

        JobContext context =
                (JobContext) run.argument(JobContext.class.getName()).orElseThrow();

        assertThat(context.getMetadata()).isEqualTo(Map.of("step", "unloaded", "count", 7L));
        assertThat(run.notes()).isEmpty();
        assertThat(Trap.made).isFalse();
    }

    @Test
    void otherParametersAreNotOurs() {
        assertThat(open(1, Map.of()).argument("java.lang.String")).isEmpty();
    }

    private Surroundings.Run open(int attempt, Map<String, JsonNode> metadata) {
        return new JobRunrSurroundings(List.of(tenants), MAPPER).open(claim(attempt, metadata));
    }

    private static Claim claim(int attempt, Map<String, JsonNode> metadata) {
        return new Claim(
                new JobId(ID),
                7,
                new TaskAddress(Yard.class.getName(), "plain", List.of("java.lang.String")),
                List.of(new Argument("java.lang.String", TREES.getNodeFactory().textNode("coal"))),
                attempt,
                0,
                Duration.ZERO,
                Duration.ofSeconds(30),
                1,
                metadata);
    }

    private static Job readByJobRunr(Map<String, JsonNode> notes) throws Exception {
        Job job = new Job(UUID.fromString(ID), new JobDetails(Yard.class.getName(), null, "plain", List.of()));
        var document = (com.fasterxml.jackson.databind.node.ObjectNode) TREES.readTree(MAPPER.serializeJob(job));
        notes.forEach(document.withObject("/metadata")::set);
        return MAPPER.deserializeJob(document.toString());
    }

    public static final class Trap implements JobContext.Metadata {
        static boolean made;

        public Trap() {
            made = true;
        }
    }

    private static final class TenantFilter implements JobServerFilter {
        final List<String> heard = new ArrayList<>();

        @Override
        public void onProcessing(Job job) {
            MDC.put("tenant", job.getMetadata().getOrDefault("tenant", "public").toString());
            heard.add("enter " + MDC.get("tenant"));
        }

        @Override
        public void onProcessingSucceeded(Job job) {
            heard.add("succeeded " + MDC.get("tenant"));
            MDC.remove("tenant");
        }

        @Override
        public void onProcessingFailed(Job job, Exception failure) {
            heard.add("failed " + MDC.get("tenant") + ": " + failure.getCause().getMessage());
            MDC.remove("tenant");
        }
    }
}
