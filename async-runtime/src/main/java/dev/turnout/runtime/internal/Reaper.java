// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Duties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the queue's duties: makes due jobs claimable, and takes back jobs whose worker has died. */
final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final Duties duties;
    private final Runnable wake;
    private final Rounds rounds;

    Reaper(Duties duties, Runnable wake, Executor timer) {
        this.duties = duties;
        this.wake = wake;
        this.rounds = new Rounds("the queue's duties", timer, this::round);
    }

    void tick() {
        rounds.ask();
    }

    void stop() {
        rounds.stop();
    }

    private CompletionStage<?> round() {
        return Inquiry.within(duties.reap()).thenCompose(reaped -> {
            if (reaped > 0) {
                LOG.warn("{} jobs were taken back, because their lease had lapsed.", reaped);
            }
            return Inquiry.within(duties.promote()).thenAccept(promoted -> {
                if (promoted + reaped > 0) {
                    wake.run();
                }
            });
        });
    }
}
