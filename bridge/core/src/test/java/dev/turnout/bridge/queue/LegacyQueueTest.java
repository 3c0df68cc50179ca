// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("redis")
class LegacyQueueTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
    }

    @Test
    void eachJobIsClaimedOnceByTwoClaimersAtATime() {
        LegacyQueue one = rig.open();
        LegacyQueue two = rig.open();
        List<JobId> ids = Rig.insert(one, 2_000);

        CompletableFuture<List<JobId>> first = CompletableFuture.supplyAsync(() -> drain(one));
        CompletableFuture<List<JobId>> second = CompletableFuture.supplyAsync(() -> drain(two));
        List<JobId> all = new ArrayList<>(first.join());
        all.addAll(second.join());

        assertThat(all).hasSize(2_000).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(rig.redis().zcard(rig.keys.queue(StateName.SUCCEEDED))).isEqualTo(2_000);
        assertThat(rig.redis().exists(rig.keys.lease(), rig.keys.leases())).isZero();
    }

    private static List<JobId> drain(LegacyQueue queue) {
        List<JobId> mine = new ArrayList<>();
        List<Claim> claims = Rig.claim(queue, 20);
        int empty = 0;
        while (empty < 3) {
            claims.forEach(claim -> mine.add(claim.id()));
            claims.stream()
                    .map(queue.claims()::complete)
                    .toList()
                    .forEach(answer -> assertThat(Rig.get(answer)).isInstanceOf(Answer.Committed.class));
            claims = Rig.claim(queue, 20);
            empty = claims.isEmpty() ? empty + 1 : 0;
        }
        return mine;
    }

    @Test
    void renewingKeepsAClaimAlive() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        List<Claim> claims = Rig.claim(queue, 1);
        Double before = rig.redis().zscore(rig.keys.queue(StateName.PROCESSING), id.value());
        double until = rig.micros() + 1_200_000;

        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(Rig.get(queue.claims().renew(claims))).containsExactly(new Answer.Committed());
            assertThat(Rig.get(queue.duties().reap())).isZero();
            return rig.micros() > until;
        });

        assertThat(rig.redis().zscore(rig.keys.queue(StateName.PROCESSING), id.value()))
                .isGreaterThan(before + 1_000_000);
        assertThat(rig.document(id).version()).isEqualTo(2);
    }

    @Test
    void aForgottenClaimIsKeptNoLongerAndItsJobIsLeftAsItIs() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);

        queue.claims().forget(claim);

        assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(Answer.LostClaim.class);
        assertThat(rig.document(id).state()).isEqualTo(StateName.PROCESSING);
        await().until(() -> Rig.get(queue.duties().reap()) == 1);
        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
    }

    @Test
    void entriesThatCannotBeReadStopNobodyAndAreReported() {
        LegacyQueue queue = rig.open();
        String noBody = poison(Optional.empty(), "1");
        String noJson = poison(Optional.of("{\"id\":"), "1");
        String newer =
                poison(Optional.of("{\"version\":1,\"id\":\"x\",\"jobHistory\":[{\"state\":\"AWAITING\"}]}"), "1");
        JobId good = Rig.insert(queue);

        assertThat(Rig.claim(queue, 4)).extracting(Claim::id).containsExactly(good);

        await().untilAsserted(() ->
                assertThat(rig.redis().hgetall(rig.keys.parked())).containsOnlyKeys(noBody, noJson, newer));
        assertThat(rig.redis().get(rig.keys.job(noJson))).isEqualTo("{\"id\":");
        assertThat(rig.redis().zcard(rig.keys.queue(StateName.ENQUEUED))).isEqualTo(3);
    }

    @Test
    void aHundredIdsWithoutAPayloadStopNobodyAndAreReported() {
        LegacyQueue queue = rig.open();
        List<String> empty = IntStream.range(0, 100)
                .mapToObj(number -> poison(Optional.empty(), "1"))
                .toList();
        JobId good = Rig.insert(queue);

        await().until(() ->
                Rig.claim(queue, 10).stream().map(Claim::id).toList().equals(List.of(good)));
        await().until(() -> {
            Rig.claim(queue, 10);
            return rig.redis().hkeys(rig.keys.parked()).size() == empty.size();
        });

        assertThat(rig.redis().hkeys(rig.keys.parked())).containsExactlyInAnyOrderElementsOf(empty);
        assertThat(rig.redis().zrange(rig.keys.queue(StateName.ENQUEUED), 0, -1))
                .as("left where they are")
                .containsExactlyInAnyOrderElementsOf(empty);
    }

    private static String poison(Optional<String> body, String version) {
        String id = UUID.randomUUID().toString();
        rig.redis().zadd(rig.keys.queue(StateName.ENQUEUED), 1, id);
        rig.redis().set(rig.keys.version(id), version);
        body.ifPresent(text -> rig.redis().set(rig.keys.job(id), text));
        return id;
    }

    @Test
    void aBlockOfForeignJobsAtTheFrontDoesNotStarveOurs() {
        LegacyQueue queue = rig.open();
        TaskAddress foreign = new TaskAddress("com.acme.Other", "work", List.of());
        for (int i = 0; i < 1_000; i++) {
            Rig.get(queue.door().insert(NewJob.now(new JobId(UUID.randomUUID().toString()), foreign, List.of())));
        }
        JobId ours = Rig.insert(queue);
        AtomicInteger calls = new AtomicInteger();

        List<Claim> claims = await().pollInterval(Duration.ofMillis(1))
                .until(
                        () -> {
                            calls.incrementAndGet();
                            return Rig.claim(queue, 5);
                        },
                        found -> !found.isEmpty());

        assertThat(claims).extracting(Claim::id).containsExactly(ours);
        assertThat(calls.get()).isLessThan(10);
    }

    @Test
    void onlyTheRoutedShareIsClaimed() {
        LegacyQueue queue = rig.open();
        rig.route(Rig.TASK.toString(), "50");
        List<JobId> ids = Rig.insert(queue, 40);

        List<Claim> claims = Rig.claim(queue, 40);

        assertThat(claims)
                .extracting(claim -> claim.id().value())
                .containsExactlyInAnyOrderElementsOf(ids.stream()
                        .map(JobId::value)
                        .filter(new Route(50)::allows)
                        .toList());
    }

    @Test
    void aRouteThatCannotBeReadOrIsMissingMeansLegacy() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue);
        for (String record : List.of("all", "101", "-1", "0x10", "", "1e1")) {
            rig.route(Rig.TASK.toString(), record);
            Rig.get(queue.routes().refresh());
            assertThat(Rig.claim(queue, 1)).as(record).isEmpty();
        }
        rig.redis().del(rig.keys.routes());
        rig.redis().incr(rig.keys.epoch());

        assertThat(Rig.claim(queue, 1)).isEmpty();
    }

    /** The worker's view is old; the script reads the route again. */
    @Test
    void theRouteBindsInTheScriptThatClaims() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue);
        Rig.get(queue.routes().refresh());
        rig.redis().hset(rig.keys.routes(), "*", "0");

        assertThat(Rig.claim(queue, 1)).isEmpty();
    }

    @Test
    void aNoteRaisesTheVersionAndTheEndStillFits() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);

        var noted = queue.claims()
                .note(claim, Map.of("jobRunrDashboardLog-2", new TextNode("kept"), "own", new TextNode("gone")));
        var ended = queue.claims().complete(claim);

        assertThat(Rig.get(noted)).isInstanceOf(Answer.Committed.class);
        assertThat(Rig.get(ended)).isInstanceOf(Answer.Committed.class);
        assertThat(rig.document(id).version()).isEqualTo(4);
        assertThat(rig.document(id).metadata()).containsOnlyKeys("jobRunrDashboardLog-2");
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void aJobThatSomebodyElseTookOverIsNeverForced() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);
        rig.redis().set(rig.keys.version(id.value()), "7");
        String before = rig.redis().get(rig.keys.job(id.value()));

        assertThat(Rig.get(queue.claims().note(claim, Map.of("a", new TextNode("b")))))
                .isInstanceOf(Answer.LostClaim.class);
        assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(Answer.LostClaim.class);

        assertThat(rig.redis().get(rig.keys.job(id.value()))).isEqualTo(before);
        assertThat(rig.redis().get(rig.keys.version(id.value()))).isEqualTo("7");
        assertThat(rig.redis().zscore(rig.keys.queue(StateName.PROCESSING), id.value()))
                .isNotNull();
    }

    @Test
    void dueJobsArePromotedOnlyWhileNoLegacyServerLives() {
        LegacyQueue queue = rig.open();
        NewJob later = new NewJob(
                new JobId(UUID.randomUUID().toString()),
                Rig.TASK,
                List.of(new Argument("java.lang.String", new TextNode("x"))),
                Duration.ofMillis(50),
                Optional.empty(),
                Map.of());
        Rig.get(queue.door().insert(later));
        String server = rig.stockServer(1, 5);
        double until = rig.micros() + 100_000;
        await().until(() -> rig.micros() > until);
        assertThat(Rig.get(queue.duties().promote())).isZero();
        rig.redis().zrem(rig.keys.serversCreated(), server);

        assertThat(Rig.get(queue.duties().promote())).isEqualTo(1);

        assertThat(rig.document(later.id()).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(rig.redis().zcard(rig.keys.due())).isZero();
        assertThat(rig.wellKept(later.id())).isTrue();
    }

    @Test
    void aCrashedLegacyServerIsBuriedAfterItsOwnTimeOutAndNotBefore() {
        LegacyQueue queue = rig.open();
        String slow = rig.stockServer(1, 15);
        String gone = rig.stockServer(1, 5);
        rig.redis().zadd(rig.keys.serversUpdated(), rig.micros() - 32e6, slow);
        rig.redis().zadd(rig.keys.serversUpdated(), rig.micros() - 32e6, gone);

        Rig.get(queue.duties().reap());

        assertThat(rig.redis().zrange(rig.keys.serversCreated(), 0, -1)).containsExactly(slow);
        assertThat(rig.redis().exists(rig.keys.server(gone))).isZero();
    }

    @Test
    void recurringMarkersFollowTheJob() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        String body = rig.redis().get(rig.keys.job(id.value()));
        rig.redis()
                .set(rig.keys.job(id.value()), body.substring(0, body.length() - 1) + ",\"recurringJobId\":\"daily\"}");
        rig.redis().sadd(rig.keys.recurring(StateName.ENQUEUED), "daily");

        Claim claim = Rig.claim(queue, 1).get(0);
        assertThat(rig.redis().smembers(rig.keys.recurring(StateName.ENQUEUED))).isEmpty();
        assertThat(rig.redis().smembers(rig.keys.recurring(StateName.PROCESSING)))
                .containsExactly("daily");
        Rig.get(queue.claims().complete(claim));

        assertThat(rig.redis().smembers(rig.keys.recurring(StateName.PROCESSING)))
                .isEmpty();
        assertThat(rig.redis().smembers(rig.keys.recurring(StateName.SUCCEEDED)))
                .containsExactly("daily");
    }

    @Test
    void theRetryOfTheLayoutIsJobRunrs() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);

        Rig.get(queue.claims()
                .fail(claim, new Failure(new IllegalStateException("down"), "no luck", true, Optional.empty(), -1)));

        assertThat(rig.redis().get(rig.keys.job(id.value()))).contains("\"reason\":\"Retry 1 of 10\"");
        assertThat(rig.redis().zscore(rig.keys.due(), id.value())).isBetween(rig.micros() + 2e6, rig.micros() + 3.1e6);
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void aWorkerIsSeenInBothListsAndNeverAsMaster() {
        LegacyQueueOptions options = Rig.options();
        LegacyQueue queue = rig.open(options);
        String me = options.workerId().toString();
        Rig.get(queue.presence().announce());
        String stock = rig.stockServer(1, 5);

        Rig.get(queue.presence().beat(new Presence.Beat(3, 1)));

        assertThat(rig.redis().zrange(rig.keys.serversCreated(), 0, -1)).containsExactly(stock, me);
        assertThat(rig.redis().hgetall(rig.keys.server(me))).hasSize(17).containsEntry("turnout", "worker");
        assertThat(rig.redis().hgetall(rig.keys.worker(me)))
                .containsEntry("inFlight", "3")
                .containsEntry("epoch", "1");
        Rig.get(queue.presence().leave());
        assertThat(rig.redis().exists(rig.keys.server(me), rig.keys.worker(me), rig.keys.workers()))
                .isZero();
    }

    @Test
    void aWorkerThatWasTakenOffTheListComesBackWithItsNextBeat() {
        LegacyQueueOptions options = Rig.options();
        LegacyQueue queue = rig.open(options);
        Rig.get(queue.presence().announce());
        rig.redis().del(rig.keys.server(options.workerId().toString()));

        Rig.get(queue.presence().beat(new Presence.Beat(0, 1)));

        assertThat(rig.redis().exists(rig.keys.server(options.workerId().toString())))
                .isEqualTo(1);
    }

    @Test
    void theEarHearsNewJobsAndNewRoutes() {
        LegacyQueue queue = rig.open();
        AtomicInteger work = new AtomicInteger();
        AtomicLong epoch = new AtomicLong(-1);
        Rig.get(queue.presence().listen(new Presence.Ear() {
            @Override
            public void work() {
                work.incrementAndGet();
            }

            @Override
            public void epoch(long current) {
                epoch.set(current);
            }

            @Override
            public void cancelled(JobId id) {}
        }));
        Rig.get(queue.routes().refresh());

        rig.route("*", "100");
        await().untilAsserted(() -> assertThat(epoch.get()).isEqualTo(2));
        int before = work.get();
        poison(Optional.empty(), "1");

        await().untilAsserted(() -> assertThat(work.get()).isGreaterThan(before));
    }

    @Test
    void deletingFindsAJobInAnyState() {
        LegacyQueue queue = rig.open();
        JobId waiting = Rig.insert(queue);
        assertThat(Rig.get(queue.door().cancel(waiting, "not wanted"))).isInstanceOf(Answer.Committed.class);
        assertThat(Rig.get(queue.door().cancel(waiting, "not wanted"))).isInstanceOf(Answer.AlreadyFinal.class);
        assertThat(rig.document(waiting).state()).isEqualTo(StateName.DELETED);
        assertThat(rig.wellKept(waiting)).isTrue();
        assertThat(Rig.get(queue.door().cancel(new JobId(UUID.randomUUID().toString()), "x")))
                .isInstanceOf(Answer.LostClaim.class);
    }

    @Test
    void claimingAsksForNothingWhenRedisIsGone() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue);
        rig.redis().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme());
        List<Claim> claims = new ArrayList<>();

        await().until(() -> {
            claims.addAll(Rig.get(queue.claims().claim(Demand.of(1, Set.of(Rig.TASK)))));
            return claims.size() == 1;
        });

        assertThat(Rig.get(queue.claims().complete(claims.get(0)))).isInstanceOf(Answer.Committed.class);
    }
}
