// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.MemoryStore;
import dev.turnout.runtime.testing.TestClock;
import java.time.Duration;

class InMemoryQueueTest extends QueueContract {
    private final MemoryStore store = new MemoryStore(TestClock.atNoon(), Duration.ofSeconds(30));

    @Override
    protected Queue open() {
        return new InMemoryQueue(store);
    }

    @Override
    protected void passLease() {
        store.clock().advance(Duration.ofSeconds(31));
    }

    @Override
    protected void passRetryDelay() {
        store.clock().advance(Duration.ofMinutes(1));
    }
}
