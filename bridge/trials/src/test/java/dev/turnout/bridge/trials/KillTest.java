// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers of either kind that are killed. Only what was in their hands may run again. {@code -Dturnout.trials.kills} (2) makes it
 * longer, {@code -Dturnout.trials=all} runs it at level drop-in too; {@code -Dturnout.seed} repeats a run.
 */
@Tag("trials")
@Timeout(1_800)
class KillTest extends FailingTrial {
    @ParameterizedTest
    @MethodSource("levels")
    void a1KilledAsyncWorkers(String level) {
        children.legacy(level);
        List<String> alive = new ArrayList<>(List.of(worker(), worker()));
        switchTo(share(level));
        Set<String> held = new HashSet<>();

        for (int kill = 0; kill < KILLS; kill++) {
            enqueueWork(400, JOB_MILLIS);
            String victim = victimOf(alive);
            alive.remove(victim);
            children.kill(victim);
            held.addAll(inTheHandsOf(victim));
            alive.add(worker());
        }
        drained();

        concludes("A1 " + level, KILLS, held);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void a2KilledLegacyServers(String level) {
        String other = children.legacy(level);
        String victim = children.legacy(level);
        worker();
        switchTo(30);
        enqueueWork(400, JOB_MILLIS);
        victimOf(List.of(victim));

        children.kill(victim);
        Set<String> held = inTheHandsOf(victim);
        drained();

        assertThat(children.lives(other)).isTrue();
        concludes("A2 " + level, 1, held);
    }
}
