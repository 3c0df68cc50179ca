// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteKey;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose job an id is: read once, kept in an index, and never believed without asking. */
@Tag("redis")
class TaskIndexTest extends OnTheIndex {
    @Test
    void anEnqueuerKeepsTheIndexSmallWhereNobodyElseOfUsLives() {
        LegacyQueue queue = rig.open();
        for (int round = 0; round < 4; round++) {
            put(queue, Rig.TASK, 1_000);
            rig.redis().del(rig.keys.queue(StateName.ENQUEUED)); // the legacy servers have taken them all
        }

        assertThat(rig.redis().hlen(rig.keys.sorted())).isBetween(1_000L, 2_500L);
    }

    @Test
    void whatAnotherServerHasTakenGoesFromTheIndex() {
        LegacyQueue queue = rig.open();
        rig.route(OTHER.toString(), "0");
        List<String> ids = load(300, OTHER, 600_000_000);
        await().until(() -> {
            claim(queue, 10);
            return rig.redis().hlen(rig.keys.sorted()) == 300;
        });

        rig.redis().zrem(rig.keys.queue(StateName.ENQUEUED), ids.toArray(String[]::new));

        await().until(() -> {
            claim(queue, 10);
            return rig.redis().hlen(rig.keys.sorted()) == 0;
        });
    }

    @Test
    void anIdThatALaggingClockPutBehindTheCursorIsFoundAllTheSame() {
        LegacyQueue queue = rig.open();
        rig.route(OTHER.toString(), "0");
        load(1_500, OTHER, 600_000_000);
        await().until(() -> {
            claim(queue, 10);
            return rig.redis().hlen(rig.keys.sorted()) == 1_500;
        });

        List<String> late = load(1, Rig.TASK, 900_000_000);

        List<Claim> claims = await().until(() -> claim(queue, 10), found -> !found.isEmpty());
        assertThat(claims).extracting(claim -> claim.id().value()).containsExactlyElementsOf(late);
    }

    @Test
    void aLostIndexIsBuiltAgain() {
        LegacyQueue queue = rig.open();
        rig.route("*", "0");
        List<String> ids = load(200, Rig.TASK, 600_000_000);
        await().until(() -> {
            claim(queue, 10);
            return rig.redis().hlen(rig.keys.sorted()) == 200;
        });

        rig.redis().del(rig.keys.sorted());
        rig.redis()
                .keys(Rig.PREFIX + ":turnout:todo*")
                .forEach(key -> rig.redis().del(key));
        rig.route("*", "100");

        Set<String> claimed = new HashSet<>();
        await().until(() -> {
            claim(queue, 50).forEach(claim -> claimed.add(claim.id().value()));
            return claimed.size() == 200;
        });
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void bothPoolsTogetherTakeEveryJobOnceOnTheSideOfItsRoute() {
        rig.route("*", "30");
        List<String> ids = load(600, Rig.TASK, 600_000_000);
        LegacyQueue queue = rig.open();
        LegacySide side = side();
        Set<String> async = new HashSet<>();
        Set<String> legacy = new HashSet<>();

        await().until(() -> {
            claim(queue, 20)
                    .forEach(claim -> assertThat(async.add(claim.id().value())).isTrue());
            take(side, 20).forEach(id -> assertThat(legacy.add(id)).isTrue());
            return async.size() + legacy.size() == ids.size();
        });

        Route route = new Route(30);
        assertThat(async).allMatch(route::allows).hasSize((int)
                ids.stream().filter(route::allows).count());
        assertThat(legacy).noneMatch(route::allows);
        assertThat(ids.stream().map(JobId::new)).allMatch(rig::wellKept);
        assertThat(rig.redis().zcard(rig.keys.leases())).isEqualTo(async.size());
    }

    @Test
    void manyAtOnceTakeEveryJobOnce() throws Exception {
        rig.route("*", "50");
        List<String> ids = load(3_000, Rig.TASK, 600_000_000);
        List<String> async = new CopyOnWriteArrayList<>();
        List<String> legacy = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofMinutes(1)));
            all.add(CompletableFuture.runAsync(() -> {
                while (async.size() + legacy.size() < ids.size()) {
                    claim(queue, 30).forEach(claim -> async.add(claim.id().value()));
                }
            }));
        }
        for (int i = 0; i < 2; i++) {
            LegacySide side = side();
            all.add(CompletableFuture.runAsync(() -> {
                while (async.size() + legacy.size() < ids.size()) {
                    legacy.addAll(take(side, 30));
                }
            }));
        }

        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(Stream.concat(async.stream(), legacy.stream())).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(async).allMatch(new Route(50)::allows);
        assertThat(legacy).noneMatch(new Route(50)::allows);
        assertThat(ids.stream().map(JobId::new)).allMatch(rig::wellKept);
    }

    @Test
    void aKeyInTheArgumentsKeepsATenantOnOneSide() {
        rig.route("*", "50 1");
        List<String> tenants =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(20).toList();
        tenants.forEach(tenant -> load(5, Rig.TASK, 600_000_000, tenant));
        LegacyQueue queue = rig.open();
        LegacySide side = side();
        Set<String> async = new HashSet<>();
        Set<String> legacy = new HashSet<>();

        long[] claimed = {0};
        await().until(() -> {
            for (Claim claim : claim(queue, 30)) {
                async.add(claim.arguments().get(0).value().asText());
                claimed[0]++;
            }
            for (String id : take(side, 30)) {
                legacy.add(
                        rig.document(new JobId(id)).arguments().get(0).value().asText());
                claimed[0]++;
            }
            return claimed[0] == 100;
        });

        assertThat(async).doesNotContainAnyElementsOf(legacy);
        Route route = new Route(50, RouteKey.parse("1").orElseThrow());
        assertThat(async).allMatch(tenant -> route.allows(new JobId("any"), argument(tenant)));
    }

    @Test
    void aKeyThatChangesReordersWhatWaitsAndNothingIsClaimedByTheOldOne() {
        rig.route("*", "50 1");
        List<String> ids = load(300, Rig.TASK, 600_000_000, "one and the same");
        LegacyQueue queue = rig.open();
        claim(queue, 1);
        rig.route("*", "50");

        Set<String> async = new HashSet<>();
        Set<String> legacy = new HashSet<>();
        LegacySide side = side();
        rig.redis().del(rig.keys.leases());
        await().until(() -> {
            claim(queue, 50).forEach(claim -> async.add(claim.id().value()));
            legacy.addAll(take(side, 50));
            return async.size() + legacy.size() >= ids.size() - 1;
        });

        Route route = new Route(50);
        assertThat(async).allMatch(route::allows);
        assertThat(legacy).noneMatch(route::allows);
    }

    @Test
    void aDocumentThatNobodyCanReadIsTheLegacyPools() {
        LegacyQueue queue = rig.open();
        String id = load(1, Rig.TASK, 600_000_000).get(0);
        rig.redis().set(rig.keys.job(id), "{\"of\":\"another age\"}");
        LegacySide side = side();

        assertThat(claim(queue, 5)).isEmpty();
        List<LegacySide.Waiting> seen =
                await().until(() -> Rig.get(side.look(5, Map.of())).jobs(), jobs -> !jobs.isEmpty());

        assertThat(seen).singleElement().satisfies(job -> assertThat(job.id()).isEqualTo(id));
        assertThat(seen.get(0).body()).isEqualTo("{\"of\":\"another age\"}");
    }

    private static List<String> take(LegacySide side, int most) {
        List<LegacySide.Waiting> waiting = Rig.get(side.look(most, Map.of())).jobs();
        List<LegacySide.Taking> taking = waiting.stream()
                .map(job -> new LegacySide.Taking(job, processing(job.body())))
                .toList();
        List<Boolean> taken = Rig.get(side.take(taking, 0));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            if (taken.get(i)) {
                ids.add(waiting.get(i).id());
            }
        }
        return ids;
    }

    private static String processing(String body) {
        try {
            return JobDocument.read(body)
                    .processing(
                            RedisClock.instant((long) rig.micros()),
                            UUID.randomUUID().toString(),
                            "legacy")
                    .json();
        } catch (dev.turnout.bridge.wire.UnreadableDocument e) {
            throw new AssertionError(e);
        }
    }
}
