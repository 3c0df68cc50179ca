// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.TaskAddress;
import io.lettuce.core.ZAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * H7 to H12: real JobRunr 7.5.3 servers, each under a key prefix of its own on one Redis. What takes a server several polls of
 * 5 s is begun before the first test, all at once, and looked at by its test.
 */
@Tag("redis")
@Timeout(150)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // it waits for other processes most of the time
class ServerHazardsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final int JOBS = 5;
    private static final TaskAddress NOTE = new TaskAddress(Shed.class.getName(), "note", List.of("java.lang.String"));

    private final AtomicInteger moved = new AtomicInteger();
    private HazardRig rig;
    private RedisCommands<String, String> redis;

    private LegacyPool poisoned;
    private LegacyPool poisonedDropIn;
    private LegacyPool fielded;
    private LegacyPool fieldedDropIn;
    private LegacyPool noted;
    private LegacyPool undermined;
    private LegacyPool underminedDropIn;
    private UUID underminedJob;
    private LegacyPool spared;
    private UUID sparedJob;
    private LegacyPool skewed;
    private UUID skewedJob;
    private LegacyPool skewedDropIn;
    private UUID spareJob;
    private LegacyQueue late;
    private Claim lateClaim;
    private LegacyPool besideRenewed;
    private LegacyQueue renewing;
    private Claim renewed;
    private LegacyPool deposed;
    private UUID deposedJob;
    private LegacyPool master;
    private UUID mastersJob;
    private LegacyPool masterDropIn;
    private UUID dropInsJob;
    private double due;
    private LegacyPool gone;
    private UUID lonelyJob;
    private Shed lonely;

    @BeforeAll
    void begin() throws Exception {
        rig = new HazardRig();
        redis = rig.redis();
        begin7();
        begin8();
        begin9();
        begin11();
        begin12();
    }

    @AfterAll
    void end() throws Exception {
        rig.end();
    }

    // H7

    private void begin7() {
        poisoned = rig.pool("h7");
        poisoned.notes(JOBS);
        poison("h7");
        poisoned.startStock(2);
        poisonedDropIn = rig.dropIn("h7d");
        poisonedDropIn.notes(JOBS);
        poison("h7d");
        poisonedDropIn.startAwaiting(2);
    }

    /** An id without a body at the head of the queue. */
    private void poison(String prefix) {
        redis.zadd(
                LegacyKeys.under(prefix).queue(dev.turnout.bridge.wire.StateName.ENQUEUED),
                1,
                UUID.randomUUID().toString());
    }

    @Test
    void h7AnIdWithoutABodyStopsAServerAndNoAsyncWorker() throws Exception {
        LegacyPool behind = rig.pool("h7o");
        behind.notes(JOBS);
        poison("h7o");
        rig.route("h7o");
        Shed shed = rig.burst("h7o", JOBS);
        await().atMost(PATIENCE).until(() -> poisonedDropIn.shed.done.size() == JOBS);
        await().atMost(PATIENCE).until(() -> !poisoned.runs());

        HazardRow.print(
                "H7",
                "of " + JOBS + " good jobs behind an id without a body, done",
                poisoned.shed.done.size() + ", " + poisoned.health(),
                shed.done.size() + " by an async worker",
                poisonedDropIn.shed.done.size() + ", " + poisonedDropIn.health() + ", put aside "
                        + redis.hlen(LegacyKeys.under("h7d").quarantine()));
        assertThat(poisonedDropIn.runs()).isTrue();
        assertThat(redis.hlen(LegacyKeys.under("h7d").quarantine())).isEqualTo(1);
        assertThat(poisoned.shed.done).isEmpty();
        assertThat(shed.done).hasSize(JOBS);
    }

    // H8

    private void begin8() {
        fielded = rig.pool("h8");
        fielded.notes(JOBS);
        addAField("h8");
        fielded.startStock(2);
        fieldedDropIn = rig.dropIn("h8d");
        fieldedDropIn.notes(JOBS);
        addAField("h8d");
        fieldedDropIn.startAwaiting(2);
        noted = rig.pool("h8o");
        noted.notes(JOBS);
        rig.route("h8o");
        LegacyQueue queue = rig.queue("h8o");
        List<Claim> claims = HazardRig.get(queue.claims().claim(Demand.of(JOBS, Set.of(NOTE))));
        assertThat(claims).hasSize(JOBS);
        for (Claim claim : claims) {
            HazardRig.get(queue.claims().note(claim, Map.of("turnout-note", new TextNode("seen"))));
            assertThat(HazardRig.get(queue.claims().release(claim))).isEqualTo(new Answer.Committed(true));
        }
        noted.startStock(2);
    }

    /** In the document at the head of the queue. */
    private void addAField(String prefix) {
        LegacyKeys keys = LegacyKeys.under(prefix);
        String first = redis.zrange(keys.queue(dev.turnout.bridge.wire.StateName.ENQUEUED), 0, 0)
                .get(0);
        redis.set(keys.job(first), redis.get(keys.job(first)).replaceFirst("\\{", "{\"turnoutToken\":7,"));
    }

    @Test
    void h8AnUnknownFieldStopsAServerAndWeAddNone() {
        await().atMost(PATIENCE).until(() -> noted.shed.done.size() == JOBS);
        await().atMost(PATIENCE).until(() -> fieldedDropIn.shed.done.size() == JOBS - 1);
        await().atMost(PATIENCE).until(() -> !fielded.runs());

        HazardRow.print(
                "H8",
                "of " + JOBS + " jobs, one with a field for our token / all claimed, noted and given back by us, done",
                fielded.shed.done.size() + ", " + fielded.health(),
                noted.shed.done.size() + ", " + noted.health(),
                fieldedDropIn.shed.done.size() + ", " + fieldedDropIn.health() + ", left waiting "
                        + fieldedDropIn.count(StateName.ENQUEUED));
        assertThat(fieldedDropIn.runs()).isTrue();
        assertThat(fieldedDropIn.count(StateName.ENQUEUED)).isEqualTo(1);
        assertThat(fielded.shed.done).isEmpty();
        assertThat(noted.runs()).isTrue();
    }

    // H9

    private void begin9() throws Exception {
        undermined = rig.pool("h9").startStock(1);
        UUID taken = undermined.enqueue(shed -> shed.hold("taken"));
        undermined.awaitState(taken, StateName.PROCESSING);
        putBack("h9", taken);
        underminedDropIn = rig.dropIn("h9d").startAwaiting(1);
        underminedJob = underminedDropIn.enqueue(shed -> shed.hold("taken"));
        underminedDropIn.awaitState(underminedJob, StateName.PROCESSING);
        putBack("h9d", underminedJob);
        spared = rig.pool("h9o").startStock(1);
        sparedJob = spared.enqueue(shed -> shed.hold("spared"));
        spared.awaitState(sparedJob, StateName.PROCESSING);
        rig.route("h9o");
        LegacyQueue reaper = rig.queue("h9o");
        HazardRig.get(reaper.presence().announce());
        rig.every(200, () -> moved.addAndGet(HazardRig.get(reaper.duties().reap())));
    }

    /** What a reaper does that takes a slow legacy worker for dead. */
    private void putBack(String prefix, UUID id) throws Exception {
        LegacyKeys keys = LegacyKeys.under(prefix);
        JobDocument back = JobDocument.read(redis.get(keys.job(id.toString()))).enqueued(Instant.now());
        redis.multi();
        redis.set(keys.job(id.toString()), back.json());
        redis.set(keys.version(id.toString()), Integer.toString(back.version()));
        redis.zrem(keys.queue(dev.turnout.bridge.wire.StateName.PROCESSING), id.toString());
        redis.zadd(keys.queue(dev.turnout.bridge.wire.StateName.ENQUEUED), back.updatedMicros(), id.toString());
        redis.exec();
    }

    @Test
    void h9AJobPutBackUnderALiveLegacyWorkerStopsItsServerAndOurReaperPutsNoneBack() {
        await().atMost(PATIENCE).until(() -> !undermined.runs());
        boolean alive = spared.runs();
        await().atMost(PATIENCE).until(() -> underminedDropIn.shed.runs.get() == 2);
        underminedDropIn.shed.release.countDown();
        underminedDropIn.awaitState(underminedJob, StateName.SUCCEEDED);
        spared.shed.release.countDown();
        spared.awaitState(sparedJob, StateName.SUCCEEDED);

        HazardRow.print(
                "H9",
                "legacy server whose running job was put back / that our reaper looked at every 200 ms meanwhile",
                undermined.health(),
                spared.health() + ", " + moved + " jobs moved",
                underminedDropIn.health() + ", the job is " + underminedDropIn.state(underminedJob)
                        + " by its second run");
        assertThat(underminedDropIn.runs()).isTrue();
        assertThat(alive).isTrue();
        assertThat(spared.runs()).isTrue();
        assertThat(moved).hasValue(0);
    }

    // H10

    @Test
    void h10AReturnedStageIsIgnoredByAStockServerAndAwaitedByOurPerformer() {
        LegacyPool stock = rig.pool("h10").startStock(1);
        UUID early = stock.enqueue(shed -> shed.bare("early"));
        LegacyPool ours = rig.pool("h10o").startAwaiting(1);
        UUID awaited = ours.enqueue(shed -> shed.facade("awaited"));
        LegacyPool dropIn = rig.dropIn("h10d").startAwaiting(1);
        UUID awaitedToo = dropIn.enqueue(shed -> shed.facade("awaited"));
        stock.awaitState(early, StateName.SUCCEEDED);
        ours.awaitState(awaited, StateName.PROCESSING);
        dropIn.awaitState(awaitedToo, StateName.PROCESSING);
        boolean open = !stock.shed.stage.isDone();
        stock.shed.stage.completeExceptionally(new IllegalStateException("derailed"));
        ours.shed.stage.completeExceptionally(new IllegalStateException("derailed"));
        dropIn.shed.stage.completeExceptionally(new IllegalStateException("derailed"));
        ours.awaitState(awaited, StateName.SCHEDULED);
        dropIn.awaitState(awaitedToo, StateName.SCHEDULED);

        HazardRow.print(
                "H10",
                "job whose stage fails later",
                stock.state(early) + (open ? " before the stage ended" : ""),
                "PROCESSING until the stage ended, then a retry is " + ours.state(awaited),
                "with the performer the same, " + dropIn.state(awaitedToo));
        assertThat(open).isTrue();
        assertThat(stock.state(early)).isEqualTo(StateName.SUCCEEDED);
    }

    // H11

    private void begin11() throws NoSuchMethodException {
        deposed = rig.pool("h11");
        LegacyQueueOptions options = LegacyQueueOptions.with().keyPrefix("h11");
        LegacyQueue idle = rig.queue(options);
        HazardRig.get(idle.presence().announce());
        LegacyKeys keys = LegacyKeys.under("h11");
        String worker = options.workerId().toString();
        redis.zadd(keys.serversCreated(), 1, worker);
        rig.every(500, () -> redis.zadd(keys.serversUpdated(), ZAddArgs.Builder.xx(), rig.micros(), worker));
        deposedJob = later(deposed);
        deposed.startStock(1);

        master = rig.pool("h11o");
        HazardRig.get(rig.queue("h11o").presence().announce());
        mastersJob = later(master);
        master.startStock(1);

        masterDropIn = rig.dropIn("h11d");
        HazardRig.get(rig.queue("h11d").presence().announce());
        dropInsJob = later(masterDropIn);
        masterDropIn.startAwaiting(1);

        gone = rig.pool("h11n");
        lonelyJob = later(gone);
        rig.route("h11n");
        lonely = new Shed();
        rig.opened(rig.worker("h11n", lonely)).start();
        due = rig.micros() + 1e6;
    }

    private static UUID later(LegacyPool pool) {
        UUID id = UUID.randomUUID();
        pool.scheduler.<Shed>schedule(id, Instant.now().plusSeconds(1), shed -> shed.note("later"));
        return id;
    }

    @Test
    void h11AWorkerThatIsAnnouncedLikeAServerTakesTheMastersPlaceAndOursNever() {
        gone.awaitState(lonelyJob, StateName.SUCCEEDED);
        master.awaitState(mastersJob, StateName.SUCCEEDED);
        masterDropIn.awaitState(dropInsJob, StateName.SUCCEEDED);
        LegacyKeys keys = LegacyKeys.under("h11");
        await().atMost(PATIENCE)
                .until(() ->
                        redis.zscore(keys.serversUpdated(), deposed.serverId().toString()) > due + 2 * 5e6);

        HazardRow.print(
                "H11",
                "due job beside an idle worker announced before the server",
                deposed.state(deposedJob) + " after two more polls of the server",
                master.state(mastersJob) + "; without any legacy server " + gone.state(lonelyJob)
                        + " by an async worker",
                masterDropIn.state(dropInsJob) + " by the drop-in server");
        assertThat(masterDropIn.shed.done).containsExactly("later");
        assertThat(deposed.state(deposedJob)).isEqualTo(StateName.SCHEDULED);
        assertThat(deposed.runs()).isTrue();
        assertThat(lonely.done).containsExactly("later");
    }

    // H12

    private void begin12() throws Exception {
        skewed = rig.pool("h12");
        skewedJob = skewed.enqueue(shed -> shed.note("never here"));
        rig.route("h12");
        LegacyQueue lateBesideStock = rig.queue("h12");
        Claim claim = HazardRig.get(lateBesideStock.claims().claim(Demand.of(1, Set.of(NOTE))))
                .get(0);
        rig.every(500, () -> beatLate("h12", claim));
        skewed.startStock(1);

        skewedDropIn = rig.dropIn("h12d");
        spareJob = skewedDropIn.enqueue(shed -> shed.note("never here"));
        rig.route("h12d");
        late = rig.queue("h12d");
        lateClaim =
                HazardRig.get(late.claims().claim(Demand.of(1, Set.of(NOTE)))).get(0);
        rig.every(500, () -> {
            HazardRig.get(late.claims().renew(List.of(lateClaim)));
            return beatLate("h12d", lateClaim);
        });
        skewedDropIn.startAwaiting(1);

        besideRenewed = rig.pool("h12o");
        besideRenewed.enqueue(shed -> shed.note("never here"));
        rig.route("h12o");
        renewing = rig.queue("h12o");
        renewed = HazardRig.get(renewing.claims().claim(Demand.of(1, Set.of(NOTE))))
                .get(0);
        besideRenewed.startStock(1);
        rig.every(500, () -> HazardRig.get(renewing.claims().renew(List.of(renewed))));
    }

    private long beatLate(String prefix, Claim claim) {
        String processing = LegacyKeys.under(prefix).queue(dev.turnout.bridge.wire.StateName.PROCESSING);
        return redis.zadd(
                processing,
                ZAddArgs.Builder.xx(),
                rig.micros() - 60e6,
                claim.id().value());
    }

    @Test
    void h12AHeartbeatFromALateClockMakesALiveJobAnOrphanAndOursIsRedisOwn() {
        skewed.awaitState(skewedJob, StateName.SUCCEEDED); // by the legacy server, after its retry
        String message = redis.get(LegacyKeys.under("h12").job(skewedJob.toString()));
        LegacyKeys keys = LegacyKeys.under("h12o");
        double claimed =
                redis.zscore(keys.serversCreated(), besideRenewed.serverId().toString());
        await().atMost(PATIENCE).until(() -> rig.micros() > claimed + (4 * 5 + 2 * 5) * 1e6);
        StateName ours = besideRenewed.state(UUID.fromString(renewed.id().value()));
        Answer end = HazardRig.get(renewing.claims().complete(renewed));
        StateName beside = skewedDropIn.state(spareJob);
        Answer lateEnd = HazardRig.get(late.claims().complete(lateClaim));

        HazardRow.print(
                "H12",
                "running job renewed by a clock that is 60 s late / renewed by us, past the master's time-out of 20 s",
                "failed as an orphan, and run by the legacy server beside the first run",
                ours + ", and its end is " + end.getClass().getSimpleName(),
                "of the late one beside it " + beside + ", and its end is "
                        + lateEnd.getClass().getSimpleName());
        assertThat(beside).isEqualTo(StateName.PROCESSING);
        assertThat(lateEnd).isEqualTo(new Answer.Committed());
        assertThat(skewedDropIn.shed.done).isEmpty();
        assertThat(message).contains("Orphaned job");
        assertThat(skewed.shed.done).containsExactly("never here");
        assertThat(besideRenewed.shed.done).isEmpty();
        assertThat(ours).isEqualTo(StateName.PROCESSING);
        assertThat(end).isEqualTo(new Answer.Committed());
        assertThat(besideRenewed.runs()).isTrue();
    }
}
