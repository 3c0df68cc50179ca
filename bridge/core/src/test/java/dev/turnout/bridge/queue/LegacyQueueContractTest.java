// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.QueueContract;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** What every layout promises, on JobRunr's. */
@Tag("redis")
class LegacyQueueContractTest extends QueueContract {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
    }

    @Override
    protected Queue open() {
        return LegacyQueue.open(rig.client(), Rig.options());
    }

    @Override
    protected void passLease() {
        double until = rig.micros() + 600_000;
        await().pollInterval(Duration.ofMillis(50)).until(() -> rig.micros() > until);
    }

    @Override
    protected void passRetryDelay() {
        double until = rig.micros() + 3_100_000;
        await().pollInterval(Duration.ofMillis(100)).atMost(5, TimeUnit.SECONDS).until(() -> rig.micros() > until);
    }
}
