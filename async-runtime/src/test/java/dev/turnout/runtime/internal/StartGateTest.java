// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartGateTest {
    private final StartGate gate = new StartGate(Routes.ALWAYS);
    private final List<String> refused = new ArrayList<>();

    @Test
    void aClaimWithALivingLeaseStartsOnce() {
        HeldClaim held = held(Duration.ofSeconds(30));

        assertThat(gate.start(held, refused::add)).isTrue();
        assertThat(gate.start(held, refused::add)).isFalse();

        assertThat(held.state()).isEqualTo(State.RUNNING);
        assertThat(refused).isEmpty();
    }

    @Test
    void aClaimWhoseLeaseIsOverByTheMonotonicClockDoesNotStart() {
        HeldClaim held = held(Duration.ZERO);

        assertThat(gate.start(held, refused::add)).isFalse();

        assertThat(held.state()).isEqualTo(State.CLAIMED);
        assertThat(refused).containsExactly("its lease was over before it could start");
    }

    @Test
    void nothingStartsBehindAClosedGateAndWhatHasNotStartedIsTakenBack() {
        HeldClaim waiting = held(Duration.ofSeconds(30));
        HeldClaim running = held(Duration.ofSeconds(30));
        gate.start(running, refused::add);

        gate.close();

        assertThat(gate.start(waiting, refused::add)).isFalse();
        assertThat(gate.takeBack(List.of(waiting, running))).containsExactly(waiting);
        assertThat(waiting.state()).isEqualTo(State.RELEASING);
        assertThat(running.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void itSaysOfEachTaskWhenOneLastStarted() {
        HeldClaim held = held(Duration.ofSeconds(30));
        assertThat(gate.sinceStarts(Duration.ofMinutes(1))).isEmpty();

        gate.start(held, refused::add);

        assertThat(gate.sinceStarts(Duration.ofMinutes(1)))
                .containsOnlyKeys(held.claim().task());
        assertThat(gate.sinceStarts(Duration.ZERO)).isEmpty();
    }

    private static HeldClaim held(Duration lease) {
        TaskAddress task = new TaskAddress("com.acme.Mailer", "send", List.of());
        return new HeldClaim(
                new Claim(new JobId("1"), 1, task, List.of(), 1, 0, Duration.ZERO, lease, 0, Map.of()),
                System.nanoTime());
    }
}
