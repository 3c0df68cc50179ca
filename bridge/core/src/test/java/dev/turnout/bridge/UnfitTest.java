// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.bridge.queue.TaskMarks;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a worker cannot honour of a task makes a switch of it refused, by name. */
@Tag("redis")
class UnfitTest extends AtTheLever {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void taskWithJobFiltersIsRefusedByNameWhileAWorkerHasNoJobRunr() {
        LegacyQueue worker = worker("bare");
        TaskAddress filtered = new TaskAddress(Filtered.class.getName(), "send", List.of());
        Rig.get(worker.claims().claim(Demand.of(1, Set.of(filtered, Rig.TASK))));
        await().until(() ->
                rig.redis().keys(Rig.PREFIX + ":turnout:worker:*:unfit").size() == 1);

        for (Change change :
                List.of(Change.of(filtered, Route.ASYNC, "ann", "go"), Change.all(Route.ASYNC, "ann", "go"))) {
            assertThatThrownBy(() -> Rig.get(cutover.switchTo(change, PATIENCE, progress -> {})))
                    .hasStackTraceContaining("TURNOUT-0672 nothing was switched")
                    .hasStackTraceContaining(filtered + ": @Job(jobFilters) in " + Filtered.class.getName());
        }
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEmpty();
        Rig.get(cutover.switchTo(Change.of(Rig.TASK, new Route(10), "ann", "other"), PATIENCE, now -> obey(worker)));
        assertThat(rig.redis().hgetall(rig.keys.routes())).containsOnlyKeys(Rig.TASK.toString());
        Rig.get(worker.presence().leave());
        assertThat(rig.redis().keys(Rig.PREFIX + ":turnout:worker:*")).isEmpty();
    }

    /** Its class file names the filters, whether or not JobRunr is there. */
    static final class Filtered {
        @org.jobrunr.jobs.annotations.Job(jobFilters = org.jobrunr.jobs.filters.RetryFilter.class)
        public void send() {}
    }

    @Test
    void taskThatAsksForWhatEarlierAttemptsKeptIsRefusedByNameWhileAWorkerHasNoJobRunr() {
        LegacyQueue worker = worker("bare");
        TaskAddress stepwise = new TaskAddress(Stepwise.class.getName(), "send", List.of());
        Rig.get(worker.claims().claim(Demand.of(1, Set.of(stepwise, Rig.TASK))));
        await().until(() ->
                rig.redis().keys(Rig.PREFIX + ":turnout:worker:*:unfit").size() == 1);

        assertThatThrownBy(() -> go(Change.of(stepwise, Route.ASYNC, "ann", "go")))
                .hasMessageContaining("TURNOUT-0672")
                .hasMessageContaining(stepwise + ": JobContext's steps or metadata");
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEmpty();
    }

    /** Goes on where an earlier attempt stopped. */
    static final class Stepwise {
        public void send() {
            if (org.jobrunr.server.runner.ThreadLocalJobContext.getJobContext()
                    .getMetadata()
                    .isEmpty()) {
                throw new IllegalStateException("the first attempt");
            }
        }
    }

    @Test
    void filterThatOnlyTheLegacyServersHaveIsNamedAndNothingIsSwitched() {
        LegacyQueue worker = worker("one");
        String guarded = guarded(4);
        rig.redis().hset(rig.keys.legacy(guarded), "filters", "com.acme.Tenant\ncom.acme.Audit");
        String dropIn = rig.stockServer(4, 5);
        rig.redis().hset(rig.keys.server(dropIn), Map.of("turnout", "drop-in", "turnoutFilters", "com.acme.Audit2"));
        worker.documents().runsFilters(List.of("com.acme.Tenant", "com.acme.Audit"));
        Rig.get(worker.presence().announce());

        assertThatThrownBy(() -> go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go")))
                .hasMessageStartingWith("TURNOUT-0610 nothing was switched: " + Rig.TASK + " would run without filters")
                .hasMessageContaining("com.acme.Audit2 (server stock has it, worker one does not)")
                .hasMessageNotContainingAny("Tenant", "com.acme.Audit ");
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEmpty();
        worker.documents().runsFilters(List.of("com.acme.Tenant", "com.acme.Audit", "com.acme.Audit2"));
        Rig.get(worker.presence().announce());

        assertThat(go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go")).epoch()).isEqualTo(1);
    }

    @Test
    void filterThatOnlyTheWorkerHasIsNamedAndNothingIsSwitchedOnceALegacyServerSaysItsOwn() {
        LegacyQueue worker = worker("one");
        String guarded = guarded(4);
        rig.redis().hset(rig.keys.legacy(guarded), "filters", "com.acme.Tenant");
        worker.documents().runsFilters(List.of("com.acme.Tenant", "com.acme.Audit"));
        Rig.get(worker.presence().announce());

        assertThatThrownBy(() -> go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go")))
                .hasMessageStartingWith("TURNOUT-0663 nothing was switched: " + Rig.TASK + " would run with filters")
                .hasMessageContaining("com.acme.Audit (worker one)")
                .hasMessageNotContaining("Tenant");
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEmpty();
        rig.redis().hdel(rig.keys.legacy(guarded), "filters");

        assertThat(go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go")).epoch()).isEqualTo(1);
    }

    /** Inherits its body, and with it what the body asks for. */
    static final class Heir extends FilteredAbove {}

    static class FilteredAbove {
        @org.jobrunr.jobs.annotations.Job(jobFilters = org.jobrunr.jobs.filters.RetryFilter.class)
        public void send() {}
    }

    @Test
    void filtersOfAnInheritedMethodAreNoticedToo() {
        assertThat(TaskMarks.of(new TaskAddress(Heir.class.getName(), "send", List.of()))
                        .filters())
                .isTrue();
        assertThat(TaskMarks.of(new TaskAddress(Filtered.class.getName(), "send", List.of()))
                        .kept())
                .isFalse();
    }

    @Test
    void taskThatARecurringJobOfJobRunrProCallsIsRefusedByName() {
        worker("one");
        String definition = """
                {"id": "nightly", "version": 1, "jobName": "night", "labels": [], "scheduleExpression": "0 3 * * *",
                 "zoneId": "Europe/Berlin", "createdAt": "2026-01-01T00:00:00Z", %s
                 "jobDetails": {"className": "com.acme.Mailer", "staticFieldName": null, "methodName": "send", "cacheable": false,
                  "jobParameters": [{"className": "java.lang.String", "actualClassName": "java.lang.String", "object": "x"}]}}
                """;
        rig.redis().sadd(rig.keys.recurringJobs(), "nightly");
        rig.redis().set(rig.keys.recurringJob("nightly"), definition.formatted("\"mutex\": \"scanner\","));

        for (Change change :
                List.of(Change.of(Rig.TASK, Route.ASYNC, "ann", "go"), Change.all(Route.ASYNC, "ann", "go"))) {
            assertThatThrownBy(() -> go(change))
                    .hasMessageContaining("TURNOUT-0612")
                    .hasMessageContaining(Rig.TASK + " by the recurring job nightly: mutex");
        }
        assertThat(rig.redis().exists(rig.keys.routes())).isZero();
        rig.redis().set(rig.keys.recurringJob("nightly"), definition.formatted("\"serverTag\": \"DEFAULT\","));

        assertThat(go(Change.all(Route.ASYNC, "ann", "go")).epoch()).isEqualTo(1);
    }

    @Test
    void aTaskWhoseArgumentCanNeverBeBoundIsRefusedByNameUntilASubtypeIsDeclared() throws Exception {
        TaskDefinition send = TaskDefinition.blocking(
                Menagerie.class, Menagerie.class.getDeclaredMethod("send", String.class, Beast.class), "");
        Change change = Change.of(send.address(), new Route(10), "ann", "go");

        try (Worker worker = menagerie(send).build()) {
            worker.start();
            await().until(() ->
                    !rig.redis().keys(Rig.PREFIX + ":turnout:worker:*:tasks").isEmpty());
            assertThatThrownBy(() -> go(change))
                    .hasStackTraceContaining("TURNOUT-0672 nothing was switched")
                    .hasStackTraceContaining(send.address() + ": argument 2 cannot be bound, because "
                            + Beast.class.getName() + " is abstract, and no subtype of it is declared");
        }
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEmpty();

        try (Worker worker = menagerie(send).subtypes(Subtypes.of(Hen.class)).build()) {
            worker.start();
            await().until(() ->
                    !rig.redis().keys(Rig.PREFIX + ":turnout:worker:*:tasks").isEmpty());
            assertThat(Rig.get(cutover.switchTo(change, PATIENCE, progress -> {}))
                            .done())
                    .isTrue();
        }
    }

    private static Worker.Builder menagerie(TaskDefinition task) {
        return Worker.on(rig.open(Rig.options().worker(UUID.randomUUID(), "menagerie")))
                .tasks(TaskRegistry.of(List.of(task)))
                .beans(type -> new Menagerie())
                .closesOnExit(false);
    }

    /** A task with an argument of an abstract type. */
    static final class Menagerie {
        @SuppressWarnings("unused") // is never run
        public void send(String to, Beast beast) {}
    }

    /** Abstract. */
    interface Beast {}

    /** One of them. */
    static final class Hen implements Beast {}

    private static LegacyQueue worker(String name) {
        return worker(name, Duration.ofSeconds(1), Rig.TASK);
    }
}
