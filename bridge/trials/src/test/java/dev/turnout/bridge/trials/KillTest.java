// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers of either kind that are killed. Only what was in their hands may run again. {@code -Dturnout.trials.kills} (2) makes it
 * longer; {@code -Dturnout.seed} repeats a run.
 */
@Tag("trials")
@Timeout(1_800)
class KillTest extends FailingTrial {
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
}
