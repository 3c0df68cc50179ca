// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.queue.Rig;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers that are killed, stopped, or asked to go. Quick: {@code -Dturnout.faults.jobs} (2,000) and {@code
 * -Dturnout.faults.kills} (10) make it longer; {@code -Dturnout.seed} repeats a run.
 */
@Tag("faults")
@Timeout(300)
class WorkerFaultsTest extends FaultRow {
    private static final int JOBS = Integer.getInteger("turnout.faults.jobs", 2_000);
    private static final int KILLS = Integer.getInteger("turnout.faults.kills", 10);
    private static final long SEED = Long.getLong("turnout.seed", System.nanoTime());
    private static final Duration LONG = Duration.ofSeconds(150);

    @Test
    void a1KilledWorkersLoseNothingAndTheirJobsRunAgainWithinTheLease() {
        Random random = new Random(SEED);
        List<String> alive = new ArrayList<>(List.of(field.children.start(), field.children.start()));
        List<Long> recoveries = new ArrayList<>();
        int bound = 0;
        // a short queue, always: what counts is when a job is taken back, not how long it waits behind others
        Feed feed = new Feed(field, JOBS, 150);

        for (int kill = 0; kill < KILLS; kill++) {
            String victim = alive.remove(random.nextInt(alive.size()));
            long wait = 50 + random.nextInt(400);
            long from = System.nanoTime();
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> System.nanoTime() - from > wait * 1_000_000
                            && (!field.book.heldBy(victim).isEmpty() || feed.over()));
            long moment = field.children.kill(victim);
            Set<String> held = field.book.heldBy(victim);
            // what had been stored before the kill, and could not be written down any more, is not held
            held.removeIf(job -> field.stateOf(new JobId(job)).equals(StateName.SUCCEEDED.name()));
            bound += held.size();
            alive.add(field.children.start());
            if (!held.isEmpty()) {
                await().atMost(LONG)
                        .until(() -> field.book.restartedAfter(moment, held).size() == held.size());
                recoveries.addAll(field.book.restartedAfter(moment, held));
            }
        }
        feed.end();
        field.drained(LONG);

        recoveries.sort(Long::compare);
        long limit = Children.LEASE_MILLIS + Children.DUTIES_MILLIS + 1_000;
        field.figures("A1")
                .put("kills", KILLS)
                .put("duplicates", field.book.duplicates() + " (bound " + bound + ")")
                .put("recoveryP50Ms", Figures.percentile(recoveries, 0.5))
                .put("recoveryP99Ms", Figures.percentile(recoveries, 0.99) + " (bound " + limit + ")")
                .put("seed", SEED)
                .print();
        field.holds();
        assertThat(field.book.duplicates()).isLessThanOrEqualTo(bound);
        assertThat(bound).isLessThanOrEqualTo(KILLS * Children.SLOTS);
        assertThat(recoveries).isNotEmpty();
        assertThat(field.book.timesOf("COMMITTED"))
                .as("one accepted finish a job")
                .allSatisfy((job, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void a3AWorkerThatStoodStillPastItsLeaseIsRefusedWhenItComesBack() {
        String zombie = field.children.start();
        List<JobId> jobs = field.insertWork(200, 300);
        await().until(() -> field.book.heldBy(zombie).size() == Children.SLOTS);

        field.children.signal(zombie, "STOP");
        Set<String> held = field.book.heldBy(zombie);
        String other = field.children.start();
        await().atMost(LONG)
                .until(() -> field.book.timesOf("START").entrySet().stream()
                                .filter(job -> held.contains(job.getKey()) && job.getValue() > 1)
                                .count()
                        == held.size());
        field.children.signal(zombie, "CONT");
        field.drained(LONG);

        await().until(() -> refusedBy(zombie) >= held.size());
        Set<String> overlapping = new HashSet<>(held);
        field.figures("A3")
                .put("overlapping", overlapping.size())
                .put("refusedToTheZombie", refusedBy(zombie))
                .put("finals", field.book.count("COMMITTED"))
                .print();
        assertThat(held).hasSize(Children.SLOTS);
        assertThat(field.book.timesOf("COMMITTED"))
                .hasSize(jobs.size())
                .allSatisfy((job, times) -> assertThat(times).isEqualTo(1));
        assertThat(field.book.lines())
                .filteredOn(line -> line.what().equals("COMMITTED") && held.contains(line.job()))
                .extracting(Line::owner)
                .containsOnly(other);
        field.holds();
        assertThat(droppedAs("TURNOUT-0306", zombie))
                .as("results dropped as lost")
                .isEqualTo(count(zombie, "LOST"));
        assertThat(droppedAs("TURNOUT-0317", zombie))
                .as("results dropped, because the other worker had ended the job before")
                .isEqualTo(count(zombie, "CANCELLED"));
    }

    private long refusedBy(String owner) {
        return count(owner, "LOST") + count(owner, "CANCELLED");
    }

    private long count(String owner, String what) {
        return field.book.lines().stream()
                .filter(line -> line.owner().equals(owner) && line.what().equals(what))
                .count();
    }

    private long droppedAs(String code, String owner) {
        return Pattern.compile(code + " job \\S+ of task .* dropped")
                .matcher(field.children.logged(owner))
                .results()
                .count();
    }

    @Test
    void a6FourReapersMoveEachLapsedClaimOnce() {
        int jobs = 1_000;
        field.insertWork(jobs, 0);
        Queue dead = rig.open(Rig.options().lease(Duration.ofMillis(900)).slots(jobs));
        TaskAddress work = FaultTasks.address("work", "int");
        Set<JobId> claimed = new HashSet<>();
        while (claimed.size() < jobs) {
            Rig.get(dead.claims().claim(Demand.of(jobs, Set.of(work)))).forEach(claim -> claimed.add(claim.id()));
        }
        Rig.get(dead.claims().renew(List.of())); // it lived; its claims were never renewed, so mark them as known
        claimed.forEach(id -> rig.redis().hset(rig.keys.renewed(), id.value(), tokenOf(id)));

        for (int i = 0; i < 4; i++) {
            field.children.launch("idle=true", "duties=10");
        }

        await().atMost(LONG).until(() -> field.count(StateName.PROCESSING) == 0);
        long moves = rig.redis().hgetall(rig.keys.crashes()).values().stream()
                .mapToLong(Long::parseLong)
                .sum();
        assertThat(field.count(StateName.ENQUEUED)).isEqualTo(jobs);
        field.children.start();
        field.drained(LONG);
        field.figures("A6")
                .put("expired", jobs)
                .put("moves", moves)
                .put("reapers", 4)
                .print();
        assertThat(moves).isEqualTo(jobs);
        field.holds();
    }

    private static String tokenOf(JobId id) {
        String lease = rig.redis().hget(rig.keys.lease(), id.value());
        return lease.substring(0, lease.indexOf(':'));
    }

    @Test
    void a7AClaimWhoseLeaseEntryIsGoneIsFoundByItsState() {
        Random random = new Random(SEED);
        String victim = field.children.start("slots=200");
        List<JobId> jobs = field.insert(200, "slowAtFirst");
        await().atMost(LONG).until(() -> field.book.heldBy(victim).size() == jobs.size());
        await().until(() -> rig.redis().hlen(rig.keys.renewed()) == jobs.size());
        field.children.kill(victim);

        int gone = 0;
        for (JobId id : jobs) {
            int what = random.nextInt(4);
            gone += what == 0 ? 0 : 1;
            if ((what & 1) != 0) {
                rig.redis().hdel(rig.keys.lease(), id.value());
            }
            if ((what & 2) != 0) {
                rig.redis().zrem(rig.keys.leases(), id.value());
            }
        }
        String sweeper = field.children.start("idle=true");

        await().atMost(LONG).until(() -> field.count(StateName.PROCESSING) == 0);
        assertThat(field.count(StateName.ENQUEUED)).isEqualTo(jobs.size());
        field.children.start();
        field.drained(LONG);
        field.figures("A7")
                .put("leaseEntriesDeleted", gone)
                .put("sweeper", sweeper)
                .put("seed", SEED)
                .print();
        field.holds();
    }

    @Test
    void a8StagesThatNeverEndLoseTheirSlotsAndEndAsPoison() {
        String worker = field.children.start("abandon=700", "report=300");
        List<JobId> endless = field.insert(2 * Children.SLOTS, "neverEnds");
        List<JobId> good = field.insertWork(100, 5);

        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, good));
        await().atMost(LONG).until(() -> field.all(StateName.FAILED, endless));

        int most = field.book.timesOf("ABANDONED").values().stream()
                .max(Integer::compare)
                .orElse(0);
        field.figures("A8")
                .put("endless", endless.size())
                .put("mostRunsOfOne", most)
                .put("goodJobsEnded", good.size())
                .print();
        field.holds();
        assertThat(most).isEqualTo(3);
        assertThat(field.book.timesOf("START").entrySet())
                .filteredOn(job -> endless.contains(new JobId(job.getKey())))
                .allSatisfy(job -> assertThat(job.getValue()).isLessThanOrEqualTo(3));
        assertThat(field.children.logged(worker)).contains("TURNOUT-0310").contains("TURNOUT-0318");
    }

    @Test
    void f1SigtermUnderLoadGivesBackWhatDoesNotEndAndNothingIsLost() {
        String patient = field.children.start();
        String hasty = field.children.start("drain=0");
        field.insertWork(600, 100);
        await().until(() -> field.book.heldBy(patient).size() == Children.SLOTS
                && field.book.heldBy(hasty).size() == Children.SLOTS);

        long asked = field.children.terminate(patient);
        long askedHasty = field.children.terminate(hasty);
        int exit = field.children.exitOf(patient);
        int exitHasty = field.children.exitOf(hasty);
        long released = rig.redis().zcard(rig.keys.queue(StateName.PROCESSING));
        field.children.start();
        field.drained(LONG);

        long startsAfter = startsAfter(patient, asked) + startsAfter(hasty, askedHasty);
        field.figures("F1")
                .put("duplicates", field.book.duplicates() + " (bound " + Children.SLOTS + ")")
                .put("startsLaterThan1sAfterSigterm", startsAfter)
                .put("stillClaimedWhenBothHadEnded", released)
                .put("exits", exit + ", " + exitHasty)
                .print();
        field.holds();
        assertThat(released).as("all claims were given back").isZero();
        assertThat(startsAfter).isZero();
        assertThat(field.book.duplicates()).isLessThanOrEqualTo(Children.SLOTS);
        assertThat(field.book.lines())
                .filteredOn(line -> line.owner().equals(patient) && line.what().equals("RELEASED"))
                .as("the patient one let its running jobs end")
                .allSatisfy(line -> assertThat(field.book.lines())
                        .noneMatch(other -> other.owner().equals(patient)
                                && other.what().equals("START")
                                && other.token() == line.token()));
        assertThat(List.of(exit, exitHasty)).containsOnly(143);
    }

    private long startsAfter(String owner, long moment) {
        return field.book.lines().stream()
                .filter(line -> line.owner().equals(owner) && line.what().equals("START"))
                .filter(line -> line.nanos() > moment + 1_000_000_000)
                .count();
    }

    @Test
    void f2SigtermWhileAWorkerStartsLeavesNothingBehind() {
        Random random = new Random(SEED);
        List<JobId> jobs = field.insertWork(300, 20);

        for (int i = 0; i < 12; i++) {
            String young = field.children.launch();
            long until = System.nanoTime() + (100 + random.nextInt(900)) * 1_000_000L;
            await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() > until);
            field.children.terminate(young);
            assertThat(field.children.exitOf(young)).isEqualTo(143);
        }
        long claimed = field.count(StateName.PROCESSING);
        field.children.start();
        field.drained(LONG);

        field.figures("F2 start-up")
                .put("sigterms", 12)
                .put("stillClaimedAfterAll", claimed)
                .put("duplicates", field.book.duplicates())
                .put("seed", SEED)
                .print();
        assertThat(claimed).isZero();
        field.holds();
        assertThat(field.all(StateName.SUCCEEDED, jobs)).isTrue();
        assertThat(field.book.duplicates()).isZero();
    }
}
