// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteKey;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose job an id is: read once, kept in an index, and never believed without asking. */
@Tag("redis")
class TaskIndexTest {
    private static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "work", List.of("java.lang.String"));
    private static final int FOREIGN = 100_000;
    private static final int MANY = Integer.getInteger("turnout.index.jobs", 3_000);

    private static Rig rig;
    private static Link link;

    @BeforeAll
    static void start() {
        rig = new Rig();
        link = Link.over(rig.client(), Duration.ofSeconds(5));
    }

    @AfterAll
    static void stop() {
        link.close();
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
    }

    @Test
    void anOwnJobBehindAHundredThousandOfTheOtherPoolIsFoundByFewCommands() {
        rig.route(OTHER.toString(), "0");
        load(FOREIGN, OTHER, 600_000_000);
        LegacyQueue queue = rig.open();
        String behind = load(1, Rig.TASK, 0).get(0);
        rig.redis().configResetstat();
        long start = System.nanoTime();
        long claimed = cold(queue);
        long micros = stat("evalsha", "usec") / stat("evalsha", "calls");
        await().atMost(60, TimeUnit.SECONDS).until(() -> rig.redis().hlen(rig.keys.sorted()) >= FOREIGN);
        System.out.printf(
                "cold: job %s behind %d of the other pool that nobody had sorted was claimed after %d ms; a script took %d µs%n",
                behind, FOREIGN, (claimed - start) / 1_000_000, micros);
        Rig.get(queue.presence().listen(claiming(queue, new AtomicBoolean(true), new ArrayList<>())));

        Rig.insert(queue, 10);
        long before = commands();
        List<Claim> claims = claim(queue, 10);
        long used = commands() - before;

        assertThat(claims).hasSize(10);
        System.out.println("10 jobs behind " + FOREIGN + " of the other pool: claimed with " + used + " commands");
        assertThat(used).isLessThan(1_000);

        rig.minimumAge(Duration.ofMillis(300));
        String late = startsByItself(queue, 300);
        assertThat(late).isEqualTo("in time");
    }

    /** The queue goes on by itself, look after look, until it has come to our job; gives when. */
    private static long cold(LegacyQueue queue) {
        List<Claim> claims = new CopyOnWriteArrayList<>();
        Rig.get(queue.presence().listen(claiming(queue, new AtomicBoolean(), claims)));
        await().pollInterval(Duration.ofMillis(1)).atMost(60, TimeUnit.SECONDS).until(() -> !claims.isEmpty());
        return System.nanoTime();
    }

    private static Presence.Ear claiming(LegacyQueue queue, AtomicBoolean busy, List<Claim> claims) {
        return new Presence.Ear() {
            @Override
            public void work() {
                if (busy.compareAndSet(false, true)) {
                    queue.claims().claim(Demand.of(10, Set.of(Rig.TASK))).whenComplete((found, thrown) -> {
                        busy.set(false);
                        claims.addAll(found == null ? List.of() : found);
                    });
                }
            }

            @Override
            public void epoch(long epoch) {}

            @Override
            public void cancelled(JobId id) {}
        };
    }

    /** The other pool's jobs are sorted as they come, although nobody says that they do, so an own one behind them finds its index warm. */
    @Test
    void whereJobsComeOverTimeTheIndexIsWarm() {
        rig.route(OTHER.toString(), "0");
        LegacyQueue queue = rig.open();
        List<Claim> claims = new CopyOnWriteArrayList<>();
        Rig.get(queue.presence().listen(claiming(queue, new AtomicBoolean(), claims)));
        for (int round = 1; round <= 5; round++) {
            load(MANY / 5, OTHER, 0);
            long sorted = (long) round * (MANY / 5);
            await().until(() -> rig.redis().hlen(rig.keys.sorted()) == sorted);
        }
        long before = calls("get");
        long start = System.nanoTime();

        String own = load(1, Rig.TASK, 0).get(0);
        await().pollInterval(Duration.ofMillis(1)).until(() -> !claims.isEmpty());

        System.out.printf(
                "warm: an own job behind %d that came over time was claimed after %d ms, with %d reads%n",
                MANY, (System.nanoTime() - start) / 1_000_000, calls("get") - before);
        assertThat(claims).extracting(claim -> claim.id().value()).containsExactly(own);
        assertThat(calls("get") - before).isLessThan(500); // and not each of them again
    }

    /** A job comes as JobRunr puts it in, without a signal; the pulse of the queue alone must lead to its claim. */
    private static String startsByItself(LegacyQueue queue, long ageMillis) {
        List<Claim> claims = new CopyOnWriteArrayList<>();
        Rig.get(queue.presence().listen(claiming(queue, new AtomicBoolean(), claims)));
        String id = load(1, Rig.TASK, 0).get(0);
        await().pollInterval(Duration.ofMillis(10)).until(() -> !claims.isEmpty());
        JobDocument job = rig.document(new JobId(id));
        long lateMillis = (job.updatedMicros() - job.createdMicros()) / 1_000 - ageMillis;
        System.out.println("a job behind " + FOREIGN + " was claimed " + lateMillis + " ms after it had come of age");
        return lateMillis < 0 ? "too early" : lateMillis < 1_000 ? "in time" : lateMillis + " ms late";
    }

    @Test
    void eachDocumentIsReadOnceOverAllWorkers() {
        rig.route(OTHER.toString(), "0");
        load(2_000, OTHER, 600_000_000);
        List<LegacyQueue> queues = List.of(rig.open(), rig.open(), rig.open());
        long before = calls("get");

        await().until(() -> {
            queues.forEach(queue -> claim(queue, 10));
            return rig.redis().hlen(rig.keys.sorted()) == 2_000
                    && rig.redis().hvals(rig.keys.sorted()).stream().noneMatch(said -> said.startsWith("~"));
        });
        long sorting = calls("get") - before;
        long settled = calls("get");
        queues.forEach(queue -> claim(queue, 10));

        // a document and its version each; the rest asks for the epoch and the like, some a look
        assertThat(sorting).isBetween(4_000L, 4_000L + 500);
        assertThat(calls("get") - settled).isLessThan(100);
    }

    /** A queue of ours says whose job it puts in, so a worker that comes later reads no document of the other pool's. */
    @Test
    void whatWePutInBeforeAnOwnJobIsNeverRead() {
        rig.route(OTHER.toString(), "0");
        LegacyQueue enqueuer = rig.open();
        put(enqueuer, OTHER, MANY);
        List<JobId> own = put(enqueuer, Rig.TASK, 1);
        assertThat(rig.redis().hlen(rig.keys.sorted())).isEqualTo(MANY + 1);
        LegacyQueue queue = rig.open();
        long before = calls("get");
        long start = System.nanoTime();

        List<Claim> claims = claim(queue, 10);

        System.out.printf(
                "an own job behind %d that we put in: claimed by the first look, in %d ms, with %d reads%n",
                MANY, (System.nanoTime() - start) / 1_000_000, calls("get") - before);
        assertThat(claims).extracting(Claim::id).containsExactlyElementsOf(own);
        assertThat(calls("get") - before).isLessThan(50);
    }

    /** JobRunr takes jobs out of its queue without a word to us. */
    @Test
    void entriesOfJobsThatWereDeletedUnseenDoNotHoldUpAnOwnJob() {
        LegacyQueue queue = rig.open();
        List<JobId> gone = put(queue, Rig.TASK, MANY);
        String[] ids = gone.stream().map(JobId::value).toArray(String[]::new);
        for (int from = 0; from < MANY; from += 1_000) {
            rig.redis()
                    .zrem(
                            rig.keys.queue(StateName.ENQUEUED),
                            Arrays.copyOfRange(ids, from, Math.min(MANY, from + 1_000)));
        }
        List<JobId> own = put(queue, Rig.TASK, 1);
        long start = System.nanoTime();

        List<Claim> claims =
                await().pollInterval(Duration.ofMillis(1)).until(() -> claim(queue, 10), found -> !found.isEmpty());

        System.out.printf(
                "an own job behind %d of the same task that were deleted: claimed after %d ms%n",
                MANY, (System.nanoTime() - start) / 1_000_000);
        assertThat(claims).extracting(Claim::id).containsExactlyElementsOf(own);
    }

    @Test
    void anEnqueuerKeepsTheIndexSmallWhereNobodyElseOfUsLives() {
        LegacyQueue queue = rig.open();
        for (int round = 0; round < 4; round++) {
            put(queue, Rig.TASK, 1_000);
            rig.redis().del(rig.keys.queue(StateName.ENQUEUED)); // the legacy servers have taken them all
        }

        assertThat(rig.redis().hlen(rig.keys.sorted())).isBetween(1_000L, 2_500L);
    }

    private static List<JobId> put(LegacyQueue queue, TaskAddress task, int count) {
        List<NewJob> jobs = Stream.generate(
                        () -> NewJob.now(new JobId(UUID.randomUUID().toString()), task, argument("x")))
                .limit(count)
                .toList();
        for (int from = 0; from < count; from += 1_000) {
            Rig.get(queue.door().insertAll(jobs.subList(from, Math.min(count, from + 1_000))));
        }
        return jobs.stream().map(NewJob::id).toList();
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

    @Test
    void jobsAreLeftAloneUntilTheyAreOldEnough() {
        LegacyQueue queue = rig.open();
        rig.minimumAge(Duration.ofMillis(700));
        JobId id = Rig.insert(queue);
        long born = rig.document(id).createdMicros();

        await().pollInterval(Duration.ofMillis(20)).until(() -> !claim(queue, 1).isEmpty());

        assertThat(rig.document(id).updatedMicros() - born).isGreaterThanOrEqualTo(700_000);
    }

    @Test
    void aRetryOrAScheduledJobCountsFromItsCreation() {
        LegacyQueue queue = rig.open();
        rig.minimumAge(Duration.ofMinutes(5));
        String old = load(1, Rig.TASK, 600_000_000).get(0);
        Rig.insert(queue);
        rig.redis().zadd(rig.keys.queue(StateName.ENQUEUED), rig.micros(), old); // enqueued anew just now

        assertThat(claim(queue, 5)).extracting(claim -> claim.id().value()).containsExactly(old);
    }

    @Test
    void theAgeIsTheLegacyPoolsPollIntervalAndOutlivesIt() {
        rig.redis().del(rig.keys.age());
        LegacyQueue queue = rig.open();
        String server = rig.stockServer(1, 15);
        Rig.insert(queue, 5);
        assertThat(claim(queue, 5)).isEmpty();

        rig.redis().zrem(rig.keys.serversCreated(), server);
        assertThat(claim(queue, 5)).isEmpty();
        assertThat(rig.redis().get(rig.keys.pollKnown())).isEqualTo("15000000");

        rig.minimumAge(Duration.ZERO);
        await().until(() -> !claim(queue, 5).isEmpty());
    }

    @Test
    void serversThatPollMoreOftenThanThoseBeforeDoNotLowerTheAge() {
        rig.redis().del(rig.keys.age());
        LegacyQueue queue = rig.open();
        String slow = rig.stockServer(1, 15);
        claim(queue, 1);
        rig.redis().zrem(rig.keys.serversCreated(), slow);
        rig.stockServer(1, 5);
        claim(queue, 1);

        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(15));

        rig.stockServer(1, 20);
        claim(queue, 1);
        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(20));

        rig.minimumAge(Duration.ofSeconds(1)); // an operator's word goes before
        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPollIntervalOfLessThanJobRunrsShortestCountsAsThat() {
        rig.redis().del(rig.keys.age());
        LegacyQueue queue = rig.open();
        assertThat(minimumAge()).isZero();

        String server = rig.stockServer(1, 0); // as a server that polls every 200 ms writes it
        claim(queue, 1);
        rig.redis().zrem(rig.keys.serversCreated(), server);

        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(5));
    }

    private static Duration minimumAge() {
        return Rig.get(Cutover.over(link, Rig.PREFIX).status()).minimumAge();
    }

    private static List<Argument> argument(String value) {
        return List.of(new Argument("java.lang.String", new TextNode(value)));
    }

    private static LegacySide side() {
        return LegacySide.over(
                new LegacyRedis(dev.turnout.runtime.redis.Link.over(rig.client(), Duration.ofSeconds(5)), rig.keys));
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

    private static List<Claim> claim(LegacyQueue queue, int limit) {
        return Rig.get(queue.claims().claim(Demand.of(limit, Set.of(Rig.TASK))));
    }

    private static List<String> load(int count, TaskAddress task, long agoMicros) {
        return load(count, task, agoMicros, "x");
    }

    private static List<String> load(int count, TaskAddress task, long agoMicros, String argument) {
        return rig.load(count, task, Duration.of(agoMicros, ChronoUnit.MICROS), argument);
    }

    private static long commands() {
        return stats().sum();
    }

    private static LongStream stats() {
        return rig.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_") && !line.startsWith("cmdstat_info"))
                .mapToLong(TaskIndexTest::calls0);
    }

    private static long stat(String command, String field) {
        return rig.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*[:,]" + field + "=(\\d+).*", "$1")))
                .sum();
    }

    private static long calls(String command) {
        return rig.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(TaskIndexTest::calls0)
                .sum();
    }

    private static long calls0(String line) {
        return Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(',')));
    }
}
