// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.arq.Logged;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a lever refuses, and that "done" is about what was meant: slips, second operators, groups, and a Redis that forgets. */
@Tag("redis")
class LeverTest extends AtTheLever {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "send", List.of("java.lang.String"));
    private static final TaskAddress FILTERED = new TaskAddress(UnfitTest.Filtered.class.getName(), "send", List.of());

    @BeforeEach
    void anyAge() {
        rig.minimumAge(Duration.ZERO);
    }

    @Test
    void aSlipIsRefusedWithTheNamesThatAreKnown() {
        worker("one", Rig.TASK);
        go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go"));

        for (String slip : List.of("com.acme.Mailer#send(String)", "com.acme.Mailer#send()")) {
            assertThatThrownBy(() -> back(slip))
                    .isInstanceOf(CutoverRefused.class)
                    .hasMessageContaining("TURNOUT-0649 nothing was changed: " + slip)
                    .hasMessageContaining("Did you mean " + Rig.TASK + "?");
        }
        assertThatThrownBy(() -> go(Change.of(TaskAddress.parse("a.B#c()"), Route.LEGACY, "ann", "less")))
                .hasMessageContaining("TURNOUT-0649");
        assertThatThrownBy(() -> group(Grouping.none(List.of(TaskAddress.parse("a.B#c()")), "ann", "out")))
                .hasMessageContaining("TURNOUT-0649");

        assertThat(rig.redis().hgetall(rig.keys.routes())).isEqualTo(Map.of(Rig.TASK.toString(), "100"));
        assertThat(rig.redis().get(rig.keys.epoch())).isEqualTo("1");
    }

    @Test
    void aTwinIsTakenForItsFacade() {
        LegacyQueue queue = worker("one", Rig.TASK);
        go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go"));

        Settled settled = Rig.get(cutover.rollback(
                Change.of(
                        TaskAddress.parse("com.acme.Mailer#sendAsync(java.lang.String)"),
                        Route.LEGACY,
                        "ann",
                        "errors"),
                PATIENCE,
                now -> obey(queue)));

        assertThat(settled.done()).isTrue();
        assertThat(settled.target()).isEqualTo(Rig.TASK.toString());
        Rig.insert(queue);
        assertThat(Rig.claim(queue, 5)).isEmpty();
    }

    @Test
    void aTaskThatOnlyItsLastClaimRemembersCanBeRolledBack() {
        LegacyQueue queue = worker("one", Rig.TASK);
        go(Change.all(Route.ASYNC, "ann", "go"));
        Rig.insert(queue);
        assertThat(Rig.claim(queue, 1)).hasSize(1);
        rig.redis().del(rig.keys.workers(), rig.keys.inFlight());

        assertThatCode(() -> back(Rig.TASK.toString())).doesNotThrowAnyException();
    }

    @Test
    void aGroupThatGivesMoreToTheAsyncPoolIsAskedWhatASwitchIsAsked() {
        LegacyQueue queue = worker("one", OTHER, FILTERED, Rig.TASK);
        group(Grouping.of("mail", List.of(OTHER), "ann", "belongs"));
        go(Change.group("mail", Route.ASYNC, "ann", "go"));
        String before = rig.redis().get(rig.keys.epoch());

        assertThatThrownBy(() -> group(Grouping.of("mail", List.of(FILTERED), "ben", "x")))
                .hasMessageContaining("TURNOUT-0672")
                .hasMessageContaining(FILTERED.toString());
        assertThatThrownBy(() -> group(Grouping.of("mail", List.of(TaskAddress.parse("a.B#c()")), "ben", "x")))
                .hasMessageContaining("TURNOUT-0331")
                .hasMessageContaining("knows the task a.B#c()");
        String stock = rig.stockServer(4, 5);
        assertThatThrownBy(() -> group(Grouping.of("mail", List.of(Rig.TASK), "ben", "x")))
                .hasMessageContaining("TURNOUT-0330");
        assertThat(rig.redis().get(rig.keys.epoch())).isEqualTo(before);
        rig.redis().hset(rig.keys.legacy(stock), "level", "guarded");

        Settled settled = Rig.get(
                cutover.group(Grouping.of("mail", List.of(Rig.TASK), "ben", "x"), PATIENCE, now -> obey(queue)));

        assertThat(settled.done()).isTrue();
        assertThat(settled.answered()).hasSize(1);
        assertThat(settled.cap()).hasValue(4);
        assertThat(rig.redis().hget(rig.keys.caps(), Rig.TASK.toString())).isEqualTo("4");
    }

    @Test
    void aGroupThatTakesFromTheAsyncPoolNamesWhatOnlyThatCanRun() {
        onlyAsync();
        group(Grouping.of("mail", List.of(Rig.TASK), "ann", "belongs"));
        go(Change.group("mail", Route.ASYNC, "ann", "go"));

        assertThatThrownBy(() -> group(Grouping.none(List.of(Rig.TASK), "ben", "x")))
                .hasMessageContaining("TURNOUT-0358")
                .hasMessageContaining(Rig.TASK.toString());
        assertThat(rig.redis().hgetall(rig.keys.groups())).containsKey(Rig.TASK.toString());
    }

    @Test
    void anyFallingShareNamesWhatOnlyTheAsyncPoolCanRunAndEndsTheWordThatServersArePaused() {
        onlyAsync();
        rig.stockServer(4, 5);
        go(Change.all(Route.ASYNC, "ann", "go").acceptingStock());
        Rig.get(cutover.declareLegacyPaused("ann", "by JMX"));

        for (int share : new int[] {50, 0}) {
            Change less = Change.all(new Route(share), "ann", "less").acceptingStock();
            assertThatThrownBy(() -> go(less))
                    .hasMessageContaining("TURNOUT-0358")
                    .hasMessageContaining(Rig.TASK.toString());
        }
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEqualTo(Map.of("*", "100"));
        assertThat(rig.redis().exists(rig.keys.paused())).isEqualTo(1);
        assertThatCode(() -> go(Change.of(OTHER, Route.ASYNC, "ann", "it rises").acceptingStock()))
                .as("a task that only workers know which are not there")
                .hasMessageContaining("TURNOUT-0331");

        go(Change.all(Route.LEGACY, "ann", "less").confirming());
        assertThat(rig.redis().exists(rig.keys.paused())).isZero();
    }

    @Test
    void aWorkerObeysAnEpochThatFellAndClaims() {
        LegacyQueue queue = worker("one", Rig.TASK);
        for (int i = 0; i < 4; i++) {
            Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), PATIENCE, now -> obey(queue)));
        }
        rig.redis().set(rig.keys.epoch(), "1");

        try (Logged log = Logged.by("dev.turnout.bridge.queue.LegacyRoutes")) {
            Settled settled =
                    Rig.get(cutover.switchTo(Change.all(Route.ASYNC, "ann", "go"), PATIENCE, now -> obey(queue)));

            assertThat(settled.done()).isTrue();
            assertThat(settled.epoch()).isEqualTo(2);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("TURNOUT-0647", "it had epoch 4, and reads epoch 2");
        }
        Rig.insert(queue, 5);
        await().until(() -> !Rig.claim(queue, 5).isEmpty());
    }

    @Test
    void anEpochThatCameAgainIsNotTakenForTheOneThatAWorkerObeys() {
        LegacyQueue queue = worker("one", Rig.TASK);
        for (int i = 0; i < 2; i++) {
            Rig.get(cutover.switchTo(Change.all(Route.ASYNC, "ann", "go"), PATIENCE, now -> obey(queue)));
        }
        rig.redis().set(rig.keys.epoch(), "1"); // a replica without the last change took over

        Settled silent =
                Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), Duration.ofMillis(300), now -> {}));

        assertThat(silent.epoch()).isEqualTo(2);
        assertThat(silent.done()).as("the worker obeys another epoch 2").isFalse();
        assertThat(silent.silent()).hasSize(1);
        assertThat(Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), PATIENCE, now -> obey(queue)))
                        .done())
                .isTrue();
    }

    @Test
    void aChangeThatRedisLosesWhileItIsWaitedForIsSaidToBeLost() {
        worker("mute", Rig.TASK);

        CompletionStage<Settled> stage = cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), PATIENCE, now -> {});
        await().until(() -> "1".equals(rig.redis().get(rig.keys.epoch())));
        rig.redis().set(rig.keys.epoch(), "0");

        assertThatThrownBy(() -> Rig.get(stage))
                .hasRootCauseInstanceOf(CutoverRefused.class)
                .hasMessageContaining("TURNOUT-0648");
    }

    @Test
    void whatAnotherOperatorHasJustChangedIsNotOverwrittenUnseen() {
        worker("one", Rig.TASK, OTHER);
        go(Change.all(new Route(10), "ben", "canary"));
        back(Rig.TASK.toString());

        assertThatThrownBy(
                        () -> go(Change.of(Rig.TASK, Route.ASYNC, "ben", "go").yielding()))
                .hasMessageContaining("TURNOUT-0650")
                .hasMessageContaining("by ann ")
                .hasMessageContaining("because: errors")
                .hasMessageContaining("--epoch 2");
        assertThatThrownBy(() -> go(Change.all(Route.ASYNC, "ben", "go").yielding()))
                .as("it is among all")
                .hasMessageContaining("TURNOUT-0650");
        assertThatCode(() -> go(Change.of(OTHER, Route.ASYNC, "ben", "go").yielding()))
                .as("nobody touched that one")
                .doesNotThrowAnyException();
        assertThatCode(() -> go(Change.of(Rig.TASK, Route.LEGACY, "ben", "back").yielding()))
                .as("the way back is free")
                .doesNotThrowAnyException();
    }

    @Test
    void aRollbackOfOneTaskIsAboutThatTask() {
        LegacyQueue queue = worker("one", Rig.TASK, OTHER);
        go(Change.all(Route.ASYNC, "ann", "go"));
        Rig.get(queue.routes().refresh());
        Rig.insert(queue);
        assertThat(Rig.claim(queue, 1)).hasSize(1);
        Rig.get(queue.presence()
                .beat(new Presence.Beat(
                        1, 1, Optional.of(Duration.ofSeconds(2)), Map.of(Rig.TASK, Duration.ofSeconds(2)))));
        rig.redis().zadd(rig.keys.reserved(), rig.micros() + 60e6, "resting");
        rig.redis().hset(rig.keys.flight(), "resting", Rig.TASK.toString());

        Settled other =
                Rig.get(cutover.rollback(Change.of(OTHER, Route.LEGACY, "ann", "x"), PATIENCE, now -> obey(queue)));
        Settled task = Rig.get(
                cutover.rollback(Change.of(Rig.TASK, Route.LEGACY, "ann", "x"), Duration.ZERO, now -> obey(queue)));

        assertThat(other.done()).isTrue();
        assertThat(other.lastClaim()).isEmpty();
        assertThat(other.lastStart()).isEmpty();
        assertThat(task.reserved()).isEqualTo(1);
        assertThat(task.lastClaim()).isPresent();
        assertThat(task.lastStart()).isPresent();
    }

    @Test
    void whatLeversWriteIsNoQueue() {
        rig.empty();
        Rig.get(cutover.minimumAge(Optional.of(Duration.ZERO), "ann", "x"));
        back("*");
        assertThat(Rig.get(cutover.isUsed())).isFalse();

        rig.stockServer(1, 5);
        assertThat(Rig.get(cutover.isUsed())).isTrue();
    }

    @Test
    void aGroupIsSwitchedOnlyWhereAWorkerKnowsEachOfItsTasks() {
        worker("one", Rig.TASK);
        group(Grouping.of("mail", List.of(Rig.TASK, OTHER), "ann", "team"));

        assertThatThrownBy(() -> go(Change.group("mail", Route.ASYNC, "ann", "go")))
                .hasMessageContaining("TURNOUT-0331 nothing was switched: no async worker knows the task " + OTHER
                        + " of the group mail");
        assertThat(rig.redis().exists(rig.keys.routes())).isZero();

        back(OTHER.toString()); // a route of its own: the group's is not about it
        assertThatCode(() -> go(Change.group("mail", Route.ASYNC, "ann", "go"))).doesNotThrowAnyException();
    }

    @Test
    void allIsSwitchedOnlyWhereAWorkerKnowsWhatIsThereOrItIsConfirmed() {
        LegacyQueue queue = worker("one", Rig.TASK);
        rig.redis().hset(rig.keys.groups(), "a.Grouped#run()", "mail");
        Rig.insert(queue);
        await().until(() -> Rig.claim(queue, 1).isEmpty()
                && !rig.redis().keys("*turnout:todo").isEmpty());
        rig.redis().hset(rig.keys.last(), "claim a.Claimed#run()", String.format("%.0f", rig.micros()));
        rig.redis().hset(rig.keys.last(), "claim a.Forgotten#run()", "1000000");
        rig.redis().sadd(rig.keys.recurringJobs(), "nightly");
        rig.redis().set(rig.keys.recurringJob("nightly"), """
                        {"id": "nightly", "version": 0, "jobName": "nightly", "scheduleExpression": "0 0 * * *",
                         "zoneId": "Europe/Berlin", "createdAt": "2026-01-01T00:00:00Z",
                         "jobDetails": {"className": "a.Nightly", "staticFieldName": null, "methodName": "run", "cacheable": false,
                          "jobParameters": []}}
                        """);
        Change all = Change.all(new Route(50), "ann", "go");

        assertThatThrownBy(() -> go(all))
                .hasMessageContaining("TURNOUT-0696 nothing was switched: no async worker knows a.Claimed#run(),"
                        + " a.Grouped#run(), a.Nightly#run();");
        assertThat(rig.redis().exists(rig.keys.routes())).isZero();

        go(all.confirming());
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEqualTo(Map.of("*", "50"));
        assertThatCode(() -> go(Change.all(new Route(10), "ann", "less")))
                .as("nothing rises")
                .doesNotThrowAnyException();
        rig.redis().del(rig.keys.workers());
        worker("two", OTHER);
        assertThatThrownBy(() -> go(Change.all(Route.ASYNC, "ann", "go")))
                .as("its jobs wait")
                .hasMessageContaining(Rig.TASK.toString());
    }

    @Test
    void aGroupOfManyThousandTasksIsAnsweredInWhole() {
        List<TaskAddress> many = IntStream.range(0, 9_000)
                .mapToObj(i -> new TaskAddress("com.acme.Many", "m" + i, List.of()))
                .toList();

        group(Grouping.of("many", many, "ann", "team"));

        assertThat(rig.redis().hlen(rig.keys.groups())).isEqualTo(many.size());
        worker("one", Rig.TASK);
        assertThatThrownBy(() -> go(Change.group("many", Route.ASYNC, "ann", "go")))
                .hasMessageContaining("TURNOUT-0331")
                .hasMessageContaining(" and 8980 more of the group many");
        String worker = rig.redis().zrange(rig.keys.workers(), 0, 0).get(0);
        rig.redis()
                .sadd(
                        rig.keys.workerTasks(worker),
                        many.stream().map(TaskAddress::toString).toArray(String[]::new));
        go(Change.group("many", Route.ASYNC, "ann", "go"));
        assertThat(go(Change.group("many", Route.LEGACY, "ann", "x")).epoch()).isEqualTo(3);
    }

    private static void onlyAsync() {
        LegacyQueueOptions options =
                Rig.options().worker(UUID.randomUUID(), "one").lease(Duration.ofSeconds(20));
        LegacyQueue queue = rig.open(options);
        queue.presence().onlyHere(Set.of(Rig.TASK));
        knows(queue, options, Rig.TASK);
    }

    private static LegacyQueue worker(String name, TaskAddress... tasks) {
        return worker(name, Duration.ofSeconds(20), tasks);
    }

    private static Settled back(String target) {
        Change change = target.equals("*")
                ? Change.all(Route.LEGACY, "ann", "errors")
                : Change.of(TaskAddress.parse(target), Route.LEGACY, "ann", "errors");
        return open(cutover.rollback(change, Duration.ZERO, now -> {}));
    }
}
