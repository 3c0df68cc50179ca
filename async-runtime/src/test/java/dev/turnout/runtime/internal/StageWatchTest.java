// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import org.slf4j.LoggerFactory;

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

    @Test
    void theWaitForAThreadDoesNotCountForTheRun() {
        Duration limit = Duration.ofMillis(200);
        await().until(() -> {
            HeldClaim run = add();
            await().until(() -> run.age().compareTo(limit) > 0);
            run.move(State.CLAIMED, Event.START);
            List<HeldClaim> abandoned = new ArrayList<>();
            new StageWatch(held, Duration.ofHours(1), Optional.of(limit), abandoned::add).tick();
            boolean inTime = run.turn().compareTo(limit) < 0; // else this machine stood still
            held.remove(run);
            return inTime && abandoned.isEmpty();
        });
    }

    @Test
    void aReportSaysWhoseTheLeaseIs() {
        add();
        add().move(State.CLAIMED, Event.START);
        HeldClaim lost = add();
        lost.move(State.CLAIMED, Event.START);
        lost.move(State.RUNNING, Event.LEASE_LOST);

        List<String> said = said(() -> watch(Duration.ofNanos(1)).tick());

        assertThat(said)
                .allMatch(line -> line.contains("TURNOUT-0310"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("has not begun (CLAIMED). Its lease is renewed."),
                        line -> assertThat(line).contains("has not ended (RUNNING). Its lease is renewed."),
                        line -> assertThat(line).contains("(LOST). It is no longer this worker's"));
    }

    private static List<String> said(Runnable during) {
        Logger logger = (Logger) LoggerFactory.getLogger(StageWatch.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        try {
            during.run();
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
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
