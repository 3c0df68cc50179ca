// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What it costs to find an own job behind many of the other pool. */
@Tag("redis")
class IndexCostTest extends OnTheIndex {
    private static final int FOREIGN = 100_000;
    private static final int MANY = Integer.getInteger("turnout.index.jobs", 3_000);

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

    private static long commands() {
        return stats().sum();
    }

    private static LongStream stats() {
        return rig.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_") && !line.startsWith("cmdstat_info"))
                .mapToLong(IndexCostTest::calls0);
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
                .mapToLong(IndexCostTest::calls0)
                .sum();
    }

    private static long calls0(String line) {
        return Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(',')));
    }
}
