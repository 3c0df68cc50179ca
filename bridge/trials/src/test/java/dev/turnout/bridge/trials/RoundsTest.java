// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Workers that are killed again and again while they have jobs in their hands: nothing is lost, and no two runs have their effect
 * under one token. A job whose worker was killed three times is given up, as everywhere: its end is FAILED, with the reason. {@code
 * -Dturnout.trials.rounds} (3) is the number of kills; every tenth hits the legacy server. With {@code
 * -Dturnout.trials.state=FILE} what is finished is kept in that file, and the next run goes on from there.
 */
@Tag("trials")
@EnabledIfSystemProperty(
        named = "turnout.trials",
        matches = "all",
        disabledReason = "long; -Dturnout.trials=all runs it")
@Timeout(14_400)
class RoundsTest extends Trial {
    private static final int ROUNDS = Integer.getInteger("turnout.trials.rounds", 3);
    private static final int BATCH = 25;
    private static final int JOBS = 40;
    private static final int JOB_MILLIS = 150;
    private static final int LEGACY_EVERY = 10;
    private static final long SEED = Long.getLong("turnout.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @Test
    void m11KilledWorkersLoseNothingAndNoTokenHasTwoEffects() throws IOException {
        Tally tally = Tally.of(System.getProperty("turnout.trials.state", ""));
        while (tally.get("rounds") < ROUNDS) {
            int rounds = (int) Math.min(BATCH, ROUNDS - tally.get("rounds"));
            batch((int) tally.get("rounds"), rounds);

            List<Long> effects = effects();
            tally.add("rounds", rounds);
            tally.add("jobs", executedJobs());
            tally.add("runsAgain", book.starts().size() - executedJobs());
            tally.add("lost", lost());
            tally.add("givenUp", givenUp());
            tally.add("effects", effects.size());
            tally.add(
                    "tokensWithTwoEffects",
                    effects.stream().filter(times -> times > 1).count());
            tally.keep();
            tally.into(figures("M11").put("seed", SEED)).print();
            holdsButForJobsGivenUp();
            close();
            open();
        }
        assertThat(tally.get("lost")).isZero();
        assertThat(tally.get("tokensWithTwoEffects")).isZero();
        assertThat(tally.get("effects")).isPositive();
    }

    private void batch(int before, int rounds) {
        String legacy = children.legacy("guarded", "threads=2"); // most is left to the workers that are killed
        List<String> alive = new ArrayList<>(List.of(worker(), worker()));
        switchTo(100);
        redis.hset(KEYS.caps(), "*", "none");
        Set<String> killed = new HashSet<>();
        for (int round = before + 1; round <= before + rounds; round++) {
            if (round % LEGACY_EVERY == 0) {
                String next = children.legacy("guarded", "threads=2");
                children.kill(legacy);
                legacy = next;
            }
            String victim = await().atMost(LONG).until(() -> fedAndBusy(alive), Objects::nonNull);
            children.kill(victim);
            killed.add(victim);
            alive.remove(victim);
            alive.add(worker());
        }
        drained();
        assertThat(killed).hasSize(rounds);
    }

    /** Legacy servers may finish all there is before an async worker has anything: then there is more. */
    private @Nullable String fedAndBusy(List<String> alive) {
        if (count(StateName.ENQUEUED) < JOBS) {
            enqueue(JOBS, id -> tasks -> tasks.effect(id, JOB_MILLIS));
        }
        return busy(alive);
    }

    private @Nullable String busy(List<String> alive) {
        List<String> full =
                alive.stream().filter(name -> !book.heldBy(name).isEmpty()).toList();
        return full.isEmpty() ? null : full.get(random.nextInt(full.size()));
    }

    private long executedJobs() {
        return book.runs().size();
    }

    /** How often each token of each job had its effect. */
    private List<Long> effects() {
        List<Long> times = new ArrayList<>();
        for (String job : book.runs().keySet()) {
            redis.hvals(TrialTasks.EFFECTS + job).forEach(count -> times.add(Long.valueOf(count)));
        }
        return times;
    }
}
