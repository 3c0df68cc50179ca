// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import java.time.Duration;

/** Puts jobs in, a few at a time, so that the queue is never empty and never long. */
final class Feed {
    private static final int STEP = 10;

    private final Field field;
    private final int jobs;
    private final int millis;
    private final Thread thread = new Thread(this::run, "feed");
    private volatile int given;
    private volatile boolean hurry;

    /** Begins at once. */
    Feed(Field field, int jobs, int millis) {
        this.field = field;
        this.jobs = jobs;
        this.millis = millis;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (given < jobs) {
            if (hurry || field.count(StateName.ENQUEUED) < STEP) {
                int some = hurry ? jobs - given : STEP;
                field.insertWork(some, millis);
                given += some;
            } else {
                Thread.yield();
            }
        }
    }

    boolean over() {
        return given >= jobs;
    }

    /** Puts the rest in at once. */
    void end() {
        hurry = true;
        await().atMost(Duration.ofSeconds(60)).until(this::over);
    }
}
