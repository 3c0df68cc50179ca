// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers of either kind that stand still for longer than their jobs are left to them. Only what was in their hands may run again. */
@Tag("trials")
@EnabledIfSystemProperty(
        named = "turnout.trials",
        matches = "all",
        disabledReason = "long; -Dturnout.trials=all runs it")
@Timeout(600)
class StandstillTest extends FailingTrial {
    @ParameterizedTest
    @MethodSource("levels")
    void a3AnAsyncWorkerThatStoodStillPastItsLease(String level) {
        children.legacy(level);
        List<String> alive = List.of(worker(), worker());
        switchTo(share(level));
        enqueueWork(400, JOB_MILLIS);
        String zombie = victimOf(alive);

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
        concludes("A3 " + level, 1, held);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void a4ALegacyServerThatStoodStillPastItsTimeOut(String level) {
        String master = children.legacy(level);
        String zombie = children.legacy(level);
        worker();
        switchTo(30);
        enqueueWork(400, JOB_MILLIS);
        victimOf(List.of(zombie));

        children.signal(zombie, "STOP");
        Set<String> held = inTheHandsOf(zombie);
        await().atMost(LONG).until(() -> starts(held) >= 2L * held.size());
        children.signal(zombie, "CONT");
        drained();
        worksOn(master);
        worksOn(zombie);
        drained();

        concludes("A4 " + level, 1, held);
    }

    private void worksOn(String server) {
        long before = startsBy(server);
        await().atMost(LONG).until(() -> {
            if (count(StateName.ENQUEUED) < HANDFUL) {
                enqueueWork(50, JOB_MILLIS);
            }
            return startsBy(server) > before;
        });
    }
}
