// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.time.Duration;

class InMemoryQueueTest extends QueueContract {
    private final InMemoryQueue.Store store = new InMemoryQueue.Store(Duration.ofSeconds(30));

    @Override
    protected Queue open() {
        return new InMemoryQueue(store);
    }

    @Override
    protected void passLease() {
        store.advance(Duration.ofSeconds(31));
    }

    @Override
    protected void passRetryDelay() {
        store.advance(Duration.ofMinutes(1));
    }
}
