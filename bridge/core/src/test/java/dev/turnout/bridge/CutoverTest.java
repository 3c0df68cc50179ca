// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.control.Entry;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteKey;
import dev.turnout.bridge.control.Status;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.queue.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("redis")
class CutoverTest extends AtTheLever {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void aSwitchIsOverWhenEveryLiveWorkerObeys() {
        LegacyQueue one = worker("one");
        LegacyQueue two = worker("two");
        List<Settled> seen = new ArrayList<>();

        CompletionStage<Settled> stage =
                cutover.switchTo(Change.of(Rig.TASK, new Route(10), "ann", "canary"), PATIENCE, seen::add);
        await().until(() -> !seen.isEmpty());
        obey(one);
        await().until(() -> seen.get(seen.size() - 1).silent().size() == 1);
        assertThat(seen.get(seen.size() - 1).silent().get(0)).startsWith("two (host ");
        obey(two);

        assertThat(Rig.get(stage).done()).isTrue();
        assertThat(rig.redis().hgetall(rig.keys.routes())).containsEntry(Rig.TASK.toString(), "10");
    }

    @Test
    void whoDoesNotAnswerInTimeIsNamed() {
        worker("mute");

        Settled settled =
                Rig.get(cutover.switchTo(Change.all(Route.ASYNC, "ann", "go"), Duration.ofMillis(100), progress -> {}));

        assertThat(settled.done()).isFalse();
        assertThat(settled.silent()).hasSize(1).first().asString().startsWith("mute (host ");
    }

    @Test
    void aDeadWorkerIsNotWaitedForOnceItsLeasesAreOver() {
        worker("dead");
        LegacyQueue alive = worker("alive");
        CompletionStage<Settled> stage =
                cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), PATIENCE, progress -> obey(alive));

        assertThat(Rig.get(stage).answered()).hasSize(1).first().asString().startsWith("alive");
    }

    @Test
    void rollbackIsNeverRefusedTakesAllRoutesAndIsAudited() {
        rig.stockServer(4, 5);
        rig.route(Rig.TASK.toString(), "100");

        Settled settled =
                Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "errors"), PATIENCE, progress -> {}));

        assertThat(settled.done()).isTrue();
        assertThat(rig.redis().hgetall(rig.keys.routes())).containsOnlyKeys("*").containsEntry("*", "0");
        assertThat(rig.redis()
                        .xrange(rig.keys.audit(), io.lettuce.core.Range.unbounded())
                        .get(0)
                        .getBody())
                .containsEntry("who", "ann")
                .containsEntry("why", "errors")
                .containsEntry("percent", "0");
    }

    @Test
    void aSwitchIsRefusedWhileAStockServerLives() {
        String stock = rig.stockServer(4, 5);
        worker("one");

        assertThatThrownBy(() -> go(Change.all(Route.ASYNC, "ann", "go")))
                .isInstanceOf(CutoverRefused.class)
                .hasMessageContaining("TURNOUT-0330")
                .hasMessageContaining(stock);
        assertThat(rig.redis().exists(rig.keys.routes(), rig.keys.epoch(), rig.keys.audit()))
                .isZero();
        assertThat(go(Change.all(Route.ASYNC, "ann", "paused").acceptingStock()).epoch())
                .isEqualTo(1);
    }

    @Test
    void guardedServersDropInsAndDeadServersDoNotHinderASwitch() {
        worker("one");
        String guarded = rig.stockServer(4, 5);
        rig.redis().hset(rig.keys.legacy(guarded), "level", "guarded");
        String dropIn = rig.stockServer(4, 5);
        rig.redis().hset(rig.keys.server(dropIn), "turnout", "drop-in");
        String dead = rig.stockServer(4, 5);
        rig.redis().zadd(rig.keys.serversUpdated(), rig.micros() - 60e6, dead);

        assertThat(go(Change.all(Route.ASYNC, "ann", "go")).epoch()).isEqualTo(1);
    }

    @Test
    void anAwaitingServerStillIsStock() {
        worker("one");
        rig.redis().hset(rig.keys.legacy(rig.stockServer(4, 5)), "level", "awaiting");

        assertThatThrownBy(() -> go(Change.all(Route.ASYNC, "ann", "go"))).hasMessageContaining("TURNOUT-0330");
    }

    @Test
    void aTaskThatNoLiveWorkerKnowsIsRefused() {
        assertThatThrownBy(() -> go(Change.all(Route.ASYNC, "ann", "go"))).hasMessageContaining("TURNOUT-0331");
        worker("one");

        assertThatThrownBy(() -> go(Change.of(
                        new dev.turnout.runtime.task.TaskAddress("a.B", "c", List.of()), Route.ASYNC, "ann", "go")))
                .isInstanceOf(CutoverRefused.class)
                .hasMessageContaining("a.B#c()");
    }

    @Test
    void serversDeclaredPausedNeedNoHeadRoomUntilARollback() {
        rig.minimumAge(Duration.ZERO);
        LegacyQueue queue = worker("one");
        rig.stockServer(4, 5);
        go(Change.all(Route.ASYNC, "ann", "paused by JMX").acceptingStock());
        Rig.insert(queue);
        Rig.get(queue.routes().refresh());
        assertThat(Rig.claim(queue, 1)).isEmpty();

        assertThat(Rig.get(cutover.declareLegacyPaused("ann", "paused by JMX"))).isEqualTo(1);

        assertThat(Rig.claim(queue, 1)).hasSize(1);
        Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), Duration.ZERO, progress -> {}));
        assertThat(rig.redis().exists(rig.keys.paused())).isZero();
    }

    @Test
    void aFirstShareIsCappedAtTheThreadsOfTheLiveLegacyServers() {
        worker("one");
        guarded(4);
        guarded(3);
        rig.redis().zadd(rig.keys.serversUpdated(), rig.micros() - 60e6, guarded(100));

        Settled first = go(Change.of(Rig.TASK, new Route(10), "ann", "canary"));

        assertThat(first.cap()).hasValue(7);
        assertThat(rig.redis().hgetall(rig.keys.caps())).isEqualTo(Map.of(Rig.TASK.toString(), "7"));
        assertThat(go(Change.of(Rig.TASK, new Route(50), "ann", "more")).cap()).isEmpty();
    }

    @Test
    void aFirstShareOfAllIsACapForEachTaskAndSlowsDownNoneThatRanWithoutOne() {
        worker("one");
        go(Change.of(Rig.TASK, new Route(10), "ann", "no legacy server lives: no cap"));
        assertThat(rig.redis().exists(rig.keys.caps())).isZero();
        guarded(4);

        Settled all = go(Change.all(Route.ASYNC, "ann", "go"));

        assertThat(all.cap()).hasValue(4);
        assertThat(rig.redis().hgetall(rig.keys.caps())).isEqualTo(Map.of("*", "4", Rig.TASK.toString(), "none"));
    }

    @Test
    void aCapThatAnOperatorSetOrTookAwayIsLeftAlone() {
        LegacyQueue queue = worker("one");
        guarded(4);
        Rig.get(queue.controls("ann", "site is slow").cap(Rig.TASK, OptionalInt.of(2)));
        assertThat(go(Change.of(Rig.TASK, Route.ASYNC, "ann", "go")).cap()).isEmpty();
        Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), Duration.ZERO, progress -> {}));
        Rig.get(queue.controls("ann", "site is fast").capOthers(OptionalInt.empty()));

        assertThat(go(Change.all(Route.ASYNC, "ann", "go")).cap()).isEmpty();

        assertThat(rig.redis().hgetall(rig.keys.caps())).isEqualTo(Map.of("*", "none", Rig.TASK.toString(), "2"));
    }

    @Test
    void aRollbackSetsNoCap() {
        guarded(4);

        Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), PATIENCE, progress -> {}));

        assertThat(rig.redis().exists(rig.keys.caps())).isZero();
    }

    @Test
    void statusShowsCapsJobsInFlightAndPauses() {
        LegacyQueue queue = worker("one");
        go(Change.all(Route.ASYNC, "ann", "go"));
        Rig.get(queue.routes().refresh());
        Rig.insert(queue);
        Rig.claim(queue, 1);
        Rig.get(queue.controls("ann", "x").cap(Rig.TASK, OptionalInt.of(9)));
        Rig.get(queue.controls("ann", "x").capOthers(OptionalInt.empty()));
        Rig.get(queue.controls("ann", "x").pause(Optional.empty()));

        Status status = Rig.get(cutover.status());

        assertThat(status.caps()).isEqualTo(Map.of(Rig.TASK.toString(), OptionalInt.of(9), "*", OptionalInt.empty()));
        assertThat(status.inFlight()).isEqualTo(Map.of(Rig.TASK.toString(), 1L));
        assertThat(status.paused()).containsExactly("*");
    }

    @Test
    void statusShowsBothPools() {
        LegacyQueue queue = worker("one");
        String guarded = rig.stockServer(4, 5);
        rig.redis().hset(rig.keys.legacy(guarded), "level", "guarded");
        Rig.insert(queue);
        go(Change.of(Rig.TASK, new Route(25), "ann", "go"));

        Status status = Rig.get(cutover.status());

        assertThat(status.epoch()).isEqualTo(1);
        assertThat(status.routes()).containsEntry(Rig.TASK.toString(), new Route(25));
        assertThat(status.workers())
                .singleElement()
                .satisfies(worker -> assertThat(worker.tasks()).isEqualTo(1));
        assertThat(status.servers()).containsExactly(new Status.LegacyServer(guarded, "stock", true, "guarded", 4, 5));
        assertThat(status.counts()).containsEntry("ENQUEUED", 1L).hasSize(6);
    }

    @Test
    void theSecondOfTwoOperatorsIsToldWhoWasFirstAndChangesNothing() {
        worker("one");
        go(Change.all(new Route(10), "anna", "canary"));
        go(Change.all(new Route(20), "anna", "more").decidedOn(1));

        assertThatThrownBy(() -> go(Change.all(Route.ASYNC, "ben", "go").decidedOn(1)))
                .hasMessageContaining("TURNOUT-0357")
                .hasMessageContaining("the epoch moved 1→2 by anna ")
                .hasMessageContaining("set * to '20'");
        assertThatThrownBy(() ->
                        group(Grouping.of("mail", List.of(Rig.TASK), "ben", "x").decidedOn(1)))
                .hasMessageContaining("TURNOUT-0357");

        assertThat(rig.redis().hgetall(rig.keys.routes())).isEqualTo(Map.of("*", "20"));
        assertThat(rig.redis().exists(rig.keys.groups())).isZero();
    }

    @Test
    void aGroupsRouteIsThatOfItsTasksUnlessTheyHaveTheirOwn() {
        LegacyQueue queue = worker("one");
        rig.redis().hset(rig.keys.legacy(rig.stockServer(6, 5)), "level", "guarded");
        assertThatThrownBy(() -> go(Change.group("mail", Route.ASYNC, "ann", "go")))
                .hasMessageContaining("TURNOUT-0361");
        long epoch =
                group(Grouping.of("mail", List.of(Rig.TASK), "ann", "belongs")).epoch();

        Settled settled = go(Change.group("mail", new Route(100), "ann", "go").decidedOn(epoch));

        assertThat(settled.cap()).hasValue(6);
        assertThat(rig.redis().hgetall(rig.keys.caps())).isEqualTo(Map.of(Rig.TASK.toString(), "6"));
        rig.minimumAge(Duration.ZERO);
        Rig.insert(queue, 20);
        Rig.get(queue.routes().refresh());
        await().until(() -> Rig.claim(queue, 1).size() == 1);
        Rig.get(cutover.rollback(Change.group("mail", Route.LEGACY, "ann", "back"), Duration.ZERO, progress -> {}));
        assertThat(Rig.claim(queue, 1)).isEmpty();
        assertThat(rig.redis().hgetall(rig.keys.routes())).isEqualTo(Map.of("@mail", "0"));
    }

    @Test
    void aRollbackNamesWhatOnlyAsyncWorkersCanRunAndWantsItConfirmed() {
        LegacyQueue queue = LegacyQueue.open(rig.client(), Rig.options().worker(UUID.randomUUID(), "one"));
        queue.presence().onlyHere(Set.of(Rig.TASK));
        Rig.get(queue.presence().announce());
        Change back = Change.all(Route.LEGACY, "ann", "back");

        assertThatThrownBy(() -> Rig.get(cutover.rollback(back, Duration.ZERO, progress -> {})))
                .hasMessageContaining("TURNOUT-0358")
                .hasMessageContaining(Rig.TASK.toString());
        assertThat(rig.redis().exists(rig.keys.routes())).isZero();

        assertThat(Rig.get(cutover.rollback(back.confirming(), Duration.ZERO, progress -> {}))
                        .epoch())
                .isEqualTo(1);
        queue.close();
    }

    @Test
    void aRollbackSaysWhenTheAsyncPoolLastClaimedAndLastStarted() {
        rig.minimumAge(Duration.ZERO);
        LegacyQueue queue = worker("one");
        go(Change.all(Route.ASYNC, "ann", "go"));
        Rig.insert(queue);
        Rig.get(queue.routes().refresh());
        assertThat(Rig.claim(queue, 1)).hasSize(1);
        Rig.get(queue.presence().beat(new Presence.Beat(1, 1, Optional.of(Duration.ofSeconds(2)), Map.of())));

        Settled settled =
                Rig.get(cutover.rollback(Change.all(Route.LEGACY, "ann", "back"), PATIENCE, progress -> obey(queue)));

        java.time.Instant claim = settled.lastClaim().orElseThrow();
        java.time.Instant start = settled.lastStart().orElseThrow();
        assertThat(Duration.between(start, claim)).isBetween(Duration.ofMillis(1), Duration.ofMillis(2_000));
        assertThat(Rig.get(cutover.status()).lastClaim()).contains(claim);
    }

    @Test
    void theLogShowsWhoChangedWhatFromWhereAndWhy() {
        worker("one");
        go(Change.of(Rig.TASK, new Route(10), "ann", "canary"));
        go(Change.of(Rig.TASK, new Route(20, RouteKey.parse("1").orElseThrow()), "ben", "by tenant"));
        Rig.get(cutover.minimumAge(Optional.of(Duration.ofSeconds(5)), "ann", "commits are slow"));

        List<Entry> log = Rig.get(cutover.log(10));

        assertThat(log)
                .extracting(Entry::epoch, Entry::who, Entry::what, Entry::from, Entry::to, Entry::why)
                .containsExactly(
                        tuple(2L, "ann", "age", "", "5000000", "commits are slow"),
                        tuple(2L, "ben", "route", "10", "20 1", "by tenant"),
                        tuple(1L, "ann", "route", "", "10", "canary"));
        assertThat(Rig.get(cutover.status()).minimumAge()).isEqualTo(Duration.ofSeconds(5));
    }

    private static LegacyQueue worker(String name) {
        return worker(name, Duration.ofSeconds(1), Rig.TASK);
    }
}
