// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.RecurringDefinition;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.redis.Link;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs of recurring jobs that fell between two masters. What took minutes is written into the record of masters. */
@Tag("redis")
class GapTest {
    private static final String JOB = "ticks";
    private static final long SECOND = 1_000_000;
    private static final long STEP = 10 * SECOND;
    private static final long POLL = 5 * SECOND;

    private static Rig rig;

    private LegacyQueue queue;
    private String server;
    private long now;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void aServerThatHasBeenMasterForAMinuteAfterAGapOfOne() {
        rig.reset();
        now = (long) rig.micros();
        define("*/10 * * * * *", now - 600 * SECOND);
        server = rig.stockServer(8, 5);
        queue = rig.open();
        duties();
        noted("gap", now - 160 * SECOND);
        noted("quietFrom", now - 150 * SECOND);
        noted("quietTo", now - 100 * SECOND);
        noted("reign", now - 100 * SECOND);
        noted("steady", now - 100 * SECOND);
        for (long run = endOfGap() / STEP * STEP + STEP; run < now; run += STEP) {
            instance(run, run - SECOND, run + SECOND); // the master's own
        }
    }

    @Test
    void runsThatNoMasterMadeAreMadeOnceByTwoWorkersAtOnceOneAfterTheOther() {
        LegacyQueue another = rig.open();

        List<Long> expected = runsOfTheGap();
        for (int round = 0; round < expected.size() + 1; round++) {
            CompletableFuture.allOf(
                            queue.duties().promote().toCompletableFuture(),
                            another.duties().promote().toCompletableFuture())
                    .join();
            assertThat(onItsWay()).isLessThanOrEqualTo(1);
            end();
        }

        assertThat(runs()).isEqualTo(expected);
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isFalse();
        assertThat(rig.redis().hget(rig.keys.master(), "overlapped")).isNull();
    }

    @Test
    void aRunThatAMasterMadeIsNotMadeAgain() {
        List<Long> expected = runsOfTheGap();
        expected.forEach(run -> instance(run, run - SECOND, run + SECOND));

        duties();

        assertThat(runs()).isEqualTo(expected);
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isFalse();
    }

    @Test
    void aRunIsLeftOutAndCountedIfTheOneBeforeWasOnItsWay() {
        List<Long> gap = runsOfTheGap();
        instance(gap.get(0), gap.get(0) - SECOND, gap.get(gap.size() - 1) + SECOND);

        duties();

        assertThat(runs()).containsExactly(gap.get(0));
        assertThat(rig.redis().hget(rig.keys.master(), "overlapped")).isEqualTo(Integer.toString(gap.size() - 1));
    }

    @Test
    void oneThatWasOverWhenItsMasterLookedAgainIsNoReasonToLeaveOutTheNext() {
        define("*/5 * * * * *", now - 599 * SECOND);
        noted("quietFrom", now - 100 * SECOND);
        long run = (now - 140 * SECOND) / STEP * STEP;
        noted("gap", run);
        instance(run, run - 2 * SECOND, run + SECOND / 10);

        duties();

        assertThat(runs()).containsExactly(run, run + STEP / 2);
    }

    @Test
    void nothingIsMadeWhileTheMasterMayStillLookAtIt() {
        noted("reign", now - 20 * SECOND);
        duties();
        noted("reign", now - 100 * SECOND);
        noted("steady", now - 2 * SECOND);
        duties();

        assertThat(runs()).isEmpty();
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isTrue();
    }

    @Test
    void nothingIsMadeIfEndedJobsAreNotKeptLongEnoughToKnow() {
        rig.redis().hset(rig.keys.server(server), "deleteSucceededJobsAfter", "PT10S");
        rig.redis().hset(rig.keys.server(server), "permanentlyDeleteDeletedJobsAfter", "PT10S");

        duties();

        assertThat(runs()).isEmpty();
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isFalse();
    }

    @Test
    void aLaterRegistrationOfTheSameScheduleGoesOnWithTheRunsBefore() {
        define("*/10 * * * * *", now - 3 * SECOND);
        duties();
        assertThat(runs()).containsExactly(runsOfTheGap().get(0));

        rig.redis().del(rig.keys.filled());
        end();
        define("*/20 * * * * *", now - 2 * SECOND);
        duties();
        assertThat(runs()).containsExactly(runsOfTheGap().get(0));
    }

    @Test
    void aServerThatHasRestartedItselfHasForgottenWhatItMade() {
        rig.redis().hdel(rig.keys.master(), "gap");
        duties();
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isFalse();

        rig.redis().zadd(rig.keys.serversCreated(), rig.micros(), server);
        duties();

        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isTrue();
    }

    @Test
    void withTheLastServerGoneRunsMadeAheadAreDecidedButNoTimeOfARetryIs() {
        long ahead = (now + 3_600 * SECOND) / STEP * STEP;
        rig.redis().zadd(rig.keys.instances(JOB), ahead, "first");
        rig.redis().set(rig.keys.version("first"), "1");
        rig.redis().zadd(rig.keys.instances(JOB), now + 18_000 * SECOND, "retry");
        rig.redis().set(rig.keys.version("retry"), "5");
        runsOfTheGap().forEach(run -> instance(run, run - SECOND, run + SECOND));
        long next = now / STEP * STEP + STEP;
        instance(next, now - SECOND, now);
        gone();

        duties();

        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isFalse();
        assertThat(rig.redis().hget(rig.keys.decided(), JOB)).isEqualTo(Long.toString(ahead));
    }

    @Test
    void aBusySystemHidesNoRun() {
        ended(31_000);

        await().until(() -> {
            duties();
            return onItsWay() == 1;
        });

        rig.redis().del(rig.keys.queue(StateName.SUCCEEDED));
        assertThat(runs()).containsExactly(runsOfTheGap().get(0));
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isTrue();
    }

    @Test
    void aLookOfManyRoundsSeesWhatWentOnMeanwhile() {
        ended(1_200);
        String waiting = UUID.randomUUID().toString();
        long run = runsOfTheGap().get(0);
        JobDocument job = read(definition("*/10 * * * * *", RedisClock.instant(now - 600 * SECOND)))
                .instance(waiting, RedisClock.instant(run), RedisClock.instant(run));
        rig.redis().set(rig.keys.job(waiting), job.json());
        LegacyRedis redis = new LegacyRedis(Link.over(rig.client(), Duration.ofSeconds(5)), rig.keys);
        Instances look = new Instances(1, now - 150 * SECOND);

        assertThat(Rig.get(look.readOn(redis, List.of(JOB), () -> true))).isFalse();
        rig.redis().zadd(rig.keys.queue(StateName.FAILED), (long) rig.micros(), waiting);
        int rounds = 1;
        while (!Rig.get(look.readOn(redis, List.of(JOB), () -> true))) {
            rounds++;
        }

        assertThat(rounds).isEqualTo(3);
        assertThat(look.has(JOB, run)).isTrue();
    }

    @Test
    void filtersAreAskedOfNoRunThatAnEarlierInstanceHolds() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Rig.get(queue.presence().announce());
        Rig.get(queue.claims().claim(Demand.of(1, Set.of(Rig.TASK))));
        queue.documents().askWhenDue((task, job) -> {
            asked.add(job);
            return Optional.empty();
        });
        rig.redis().sadd(rig.keys.recurring(StateName.PROCESSING), JOB);

        duties();
        duties();
        assertThat(asked).isEmpty();

        rig.redis().srem(rig.keys.recurring(StateName.PROCESSING), JOB);
        await().until(() -> {
            duties();
            return onItsWay() == 1;
        });
        assertThat(asked).hasSize(1);
        assertThat(runs()).containsExactly(runsOfTheGap().get(0));
        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isTrue();
    }

    @Test
    void anInstanceThatIsEnqueuedForLongIsAReasonToLeaveOutRuns() {
        String id = UUID.randomUUID().toString();
        Instant made = RedisClock.instant(now - 400 * SECOND);
        JobDocument job = read(definition("*/10 * * * * *", RedisClock.instant(now - 600 * SECOND)))
                .instance(id, made, made)
                .enqueued(made);
        rig.redis().set(rig.keys.job(id), job.json());
        rig.redis().set(rig.keys.version(id), Integer.toString(job.version()));
        rig.redis().zadd(rig.keys.queue(StateName.ENQUEUED), now - 400 * SECOND, id);
        rig.redis().sadd(rig.keys.recurring(StateName.ENQUEUED), JOB);

        duties();

        assertThat(rig.redis().hexists(rig.keys.master(), "gap")).isFalse();
        assertThat(rig.redis().hget(rig.keys.master(), "overlapped"))
                .isEqualTo(Integer.toString(runsOfTheGap().size()));
    }

    /** So many jobs, none of which was made by a recurring one, have succeeded since the gap began. */
    private void ended(int jobs) {
        rig.redis()
                .eval(
                        "for i = 1, ARGV[1] do redis.call('SET', KEYS[1] .. i, '{\"id\":\"x\"}')"
                                + " redis.call('ZADD', KEYS[2], ARGV[2] + i, 'busy-' .. i) end return 1",
                        ScriptOutputType.INTEGER,
                        new String[] {rig.keys.job("busy-"), rig.keys.queue(StateName.SUCCEEDED)},
                        Integer.toString(jobs),
                        Long.toString(now - 150 * SECOND));
    }

    /** The last server has left the list, and the change has been noted a minute ago. */
    private void gone() {
        rig.redis().del(rig.keys.server(server));
        rig.redis().zrem(rig.keys.serversCreated(), server);
        rig.redis().zrem(rig.keys.serversUpdated(), server);
        noted("who", "");
    }

    /** From the last look that the former master may have had to the first of the one that followed. */
    private List<Long> runsOfTheGap() {
        return Stream.iterate((now - 160 * SECOND) / STEP * STEP + STEP, run -> run + STEP)
                .takeWhile(run -> run <= endOfGap())
                .toList();
    }

    private long endOfGap() {
        return now - 100 * SECOND + 12 * POLL;
    }

    private void duties() {
        Rig.get(queue.duties().promote());
    }

    private static void noted(String field, long micros) {
        noted(field, Long.toString(micros));
    }

    private static void noted(String field, String value) {
        rig.redis().hset(rig.keys.master(), field, value);
    }

    private static void define(String schedule, long createdMicros) {
        Instant created = RedisClock.instant(createdMicros / 1_000 * 1_000);
        rig.redis().sadd(rig.keys.recurringJobs(), JOB);
        rig.redis().set(rig.keys.recurringJob(JOB), definition(schedule, created));
        rig.redis().hset(rig.keys.recurringCreatedAt(), JOB, Long.toString(created.toEpochMilli()));
    }

    private static String definition(String schedule, Instant created) {
        return """
                {"version":0,"jobSignature":"com.acme.Mailer.send(java.lang.String)","jobName":"send","labels":[],
                "jobDetails":{"className":"com.acme.Mailer","methodName":"send","jobParameters":[{"className":"java.lang.String",
                "actualClassName":"java.lang.String","object":"hello"}],"cacheable":true},"id":"%s","scheduleExpression":"%s",
                "zoneId":"UTC","createdAt":"%s"}""".formatted(JOB, schedule, created);
    }

    /** An instance as JobRunr's master makes it, that has ended since. */
    private void instance(long run, long made, long ended) {
        String id = UUID.randomUUID().toString();
        JobDocument job = read(definition("*/10 * * * * *", RedisClock.instant(now - 600 * SECOND)))
                .instance(id, RedisClock.instant(made), RedisClock.instant(run))
                .deleted(RedisClock.instant(ended), "over");
        rig.redis().set(rig.keys.job(id), job.json());
        rig.redis().set(rig.keys.version(id), Integer.toString(job.version()));
        rig.redis().zadd(rig.keys.queue(StateName.DELETED), ended, id);
    }

    private static RecurringDefinition read(String text) {
        try {
            return RecurringDefinition.read(text);
        } catch (UnreadableDocument e) {
            throw new AssertionError(e);
        }
    }

    private static long onItsWay() {
        return rig.redis().zcard(rig.keys.queue(StateName.ENQUEUED));
    }

    /** Ends what is enqueued, as a worker does. */
    private static void end() {
        for (String id : rig.redis().zrange(rig.keys.queue(StateName.ENQUEUED), 0, -1)) {
            rig.redis().zrem(rig.keys.queue(StateName.ENQUEUED), id);
            rig.redis().zadd(rig.keys.queue(StateName.SUCCEEDED), rig.micros(), id);
        }
        rig.redis().srem(rig.keys.recurring(StateName.ENQUEUED), JOB);
    }

    /** The runs of the gap that there are instances of. */
    private List<Long> runs() {
        List<Long> runs = new ArrayList<>();
        for (StateName state : StateName.values()) {
            for (String id : rig.redis().zrange(rig.keys.queue(state), 0, -1)) {
                try {
                    JobDocument.read(rig.redis().get(rig.keys.job(id)))
                            .runMicros()
                            .ifPresent(runs::add);
                } catch (UnreadableDocument e) {
                    throw new AssertionError(e);
                }
            }
        }
        return runs.stream().filter(run -> run <= endOfGap()).sorted().toList();
    }
}
