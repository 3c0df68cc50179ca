// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageWatchTest {
    private final HeldClaims held = new HeldClaims(4);

    @Test
    void aRunPastTheLimitIsReported() {
        add().move(State.CLAIMED, Event.START);

        assertThat(watch(Duration.ofNanos(1)).tick()).isEqualTo(1);
    }

    @Test
    void aClaimThatDoesNotStartIsReportedTooAndNothingWithinTheLimit() {
        add().move(State.CLAIMED, Event.START);
        add();

        assertThat(watch(Duration.ofHours(1)).tick()).isZero();
        assertThat(watch(Duration.ofNanos(1)).tick()).isEqualTo(2);
    }

    @Test
    void aRunPastTheSecondLimitIsAbandonedInsteadOfReported() {
        HeldClaim run = add();
        run.move(State.CLAIMED, Event.START);
        List<HeldClaim> abandoned = new ArrayList<>();

        int reports =
                new StageWatch(held, Duration.ofNanos(1), Optional.of(Duration.ofNanos(2)), abandoned::add).tick();

        assertThat(reports).isZero();
        assertThat(abandoned).containsExactly(run);
    }

    private StageWatch watch(Duration limit) {
        return new StageWatch(held, limit, Optional.empty(), run -> {});
    }

    private HeldClaim add() {
        TaskAddress task = new TaskAddress("com.acme.Mailer", "send", List.of());
        HeldClaim run = new HeldClaim(
                new Claim(new JobId("1"), 1, task, List.of(), 1, 0, Duration.ZERO, Duration.ofSeconds(30), 0, Map.of()),
                System.nanoTime());
        held.add(run);
        return run;
    }
}
