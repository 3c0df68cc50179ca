// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers of either kind that are killed, or stand still for longer than their jobs are left to them. Only what was in their
 * hands may run again. {@code -Dturnout.trials.kills} (2) makes it longer; {@code -Dturnout.seed} repeats a run.
 */
@Tag("trials")
@Timeout(1_800)
class KillTest extends Trial {
    private static final int KILLS = Integer.getInteger("turnout.trials.kills", 2);
    private static final long SEED = Long.getLong("turnout.seed", System.nanoTime());
    private static final int JOB_MILLIS = 300;
    private static final int HANDFUL = Children.THREADS / 2;

    private final Random random = new Random(SEED);

    @Test
    void a1KilledAsyncWorkers() {
        children.legacy("guarded");
        List<String> alive = new ArrayList<>(List.of(worker(), worker()));
        switchTo(100);
        Set<String> held = new HashSet<>();

        for (int kill = 0; kill < KILLS; kill++) {
            enqueueWork(400, JOB_MILLIS);
            String victim = await().atMost(LONG).until(() -> oneOf(busy(alive)), Objects::nonNull);
            alive.remove(victim);
            children.kill(victim);
            held.addAll(inTheHandsOf(victim));
            alive.add(worker());
        }
        drained();

        concludes("A1", held);
    }

    @Test
    void a2KilledLegacyServers() {
        String other = children.legacy("guarded");
        String victim = children.legacy("guarded");
        worker();
        switchTo(30);
        enqueueWork(400, JOB_MILLIS);
        await().atMost(LONG).until(() -> book.heldBy(victim).size() >= HANDFUL);

        children.kill(victim);
        Set<String> held = inTheHandsOf(victim);
        drained();

        assertThat(children.lives(other)).isTrue();
        concludes("A2", held);
    }

    @Test
    void a3AnAsyncWorkerThatStoodStillPastItsLease() {
        children.legacy("guarded");
        List<String> alive = List.of(worker(), worker());
        switchTo(100);
        enqueueWork(400, JOB_MILLIS);
        String zombie = await().atMost(LONG).until(() -> oneOf(busy(alive)), Objects::nonNull);

        children.signal(zombie, "STOP");
        Set<String> held = inTheHandsOf(zombie);
        await().atMost(LONG).until(() -> starts(held) >= 2L * held.size());
        children.signal(zombie, "CONT");
        drained();

        assertThat(held).isNotEmpty();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(held)
                        .allSatisfy(job -> assertThat(said(zombie, job))
                                .containsAnyOf(
                                        "TURNOUT-0306", "TURNOUT-0317"))); // run by somebody else, or ended already
        concludes("A3", held);
    }

    @Test
    void a4ALegacyServerThatStoodStillPastItsTimeOut() {
        String master = children.legacy("guarded");
        String zombie = children.legacy("guarded");
        worker();
        switchTo(30);
        enqueueWork(400, JOB_MILLIS);
        await().atMost(LONG).until(() -> book.heldBy(zombie).size() >= HANDFUL);

        children.signal(zombie, "STOP");
        Set<String> held = inTheHandsOf(zombie);
        await().atMost(LONG).until(() -> starts(held) >= 2L * held.size());
        children.signal(zombie, "CONT");
        drained();
        enqueueWork(50, JOB_MILLIS); // both servers still work
        drained();

        assertThat(children.lives(master)).isTrue();
        assertThat(children.lives(zombie)).isTrue();
        concludes("A4", held);
    }

    /** Those that have their hands full: a cap over all workers may leave one of them with nothing. */
    private List<String> busy(List<String> workers) {
        return workers.stream()
                .filter(worker -> book.heldBy(worker).size() >= HANDFUL)
                .toList();
    }

    private @Nullable String oneOf(List<String> workers) {
        return workers.isEmpty() ? null : workers.get(random.nextInt(workers.size()));
    }

    private String said(String name, String job) {
        return children.logged(name).lines().filter(line -> line.contains(job)).collect(Collectors.joining("\n"));
    }

    private long starts(Set<String> jobs) {
        return book.starts().stream().filter(line -> jobs.contains(line.job())).count();
    }

    /** What it had begun and not ended, and what it had claimed: a claim that it had not begun may be begun later. */
    private Set<String> inTheHandsOf(String name) {
        Set<String> hands = new HashSet<>(book.heldBy(name));
        hands.removeIf(job -> redis.zscore(KEYS.queue(StateName.SUCCEEDED), job) != null);
        for (String job : redis.zrange(KEYS.queue(StateName.PROCESSING), 0, -1)) {
            String document = redis.get(KEYS.job(job));
            String owner = document.substring(document.lastIndexOf("\"serverName\":"));
            if (owner.startsWith("\"serverName\":\"" + name + "\"")) {
                hands.add(job);
            }
        }
        return hands;
    }

    private void concludes(String row, Set<String> held) {
        Set<String> twice = new HashSet<>();
        book.runs().forEach((job, runs) -> {
            if (runs.size() > 1) {
                twice.add(job);
            }
        });
        figures(row)
                .put("kills", row.equals("A1") ? KILLS : 1)
                .put("inTheirHands", held.size())
                .put("runAgain", twice.size())
                .put("seed", SEED)
                .print();
        holds();
        assertThat(held)
                .as("run again without having been in the hands of the victim")
                .containsAll(twice);
        assertThat(legacyServersStopped()).as("legacy servers stopped").isZero();
    }
}
