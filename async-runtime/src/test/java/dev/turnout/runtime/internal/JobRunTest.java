// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.task.JobId;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobRunTest {
    private static final Set<State> ENDS =
            EnumSet.of(State.DONE, State.RELEASED, State.PARKED, State.LOST, State.CANCELLED, State.ABANDONED);

    static Stream<JobRun.Arrow> arrows() {
        return JobRun.TABLE.stream();
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void everyArrowLeadsWhereTheTableSays(JobRun.Arrow arrow) {
        JobRun run = new JobRun(new JobId("1"), arrow.from());

        assertThat(run.next(arrow.on()).state()).isEqualTo(arrow.to());
    }

    @Test
    void whatHasNoArrowIsRefusedWithBothNames() {
        JobRun done = new JobRun(new JobId("1"), State.DONE);

        assertThatThrownBy(() -> done.next(Event.START))
                .isInstanceOf(JobRun.IllegalTransition.class)
                .hasMessageContaining("no arrow from DONE on START");
    }

    @Test
    void everyPairWithoutAnArrowIsRefused() {
        for (State state : State.values()) {
            for (Event event : Event.values()) {
                boolean drawn = arrows().anyMatch(arrow -> arrow.from() == state && arrow.on() == event);
                if (!drawn) {
                    assertThatThrownBy(() -> new JobRun(new JobId("1"), state).next(event))
                            .isInstanceOf(JobRun.IllegalTransition.class);
                }
            }
        }
    }

    @Test
    void noStateHasTwoArrowsForOneEvent() {
        assertThat(arrows().map(arrow -> arrow.from() + " " + arrow.on())).doesNotHaveDuplicates();
    }

    @Test
    void everyStateLeadsToAnEndAndNoEndLeadsOn() {
        for (State state : State.values()) {
            assertThat(arrows().anyMatch(arrow -> arrow.from() == state)).isEqualTo(!ENDS.contains(state));
        }
    }

    @Test
    void theTableIsPrintedOneArrowALine() {
        assertThat(JobRun.diagram())
                .hasSameSizeAs(JobRun.TABLE)
                .contains("CLAIMED    --START--> RUNNING", "COMMITTING --UNANSWERED--> LOST");
    }
}
