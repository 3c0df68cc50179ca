// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.queue.Presence.Beat;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory, and what its views were asked. */
public final class TestStore {
    public final MemoryStore memory;
    public final List<Beat> beats = new CopyOnWriteArrayList<>();
    public final List<JobId> forgotten = new CopyOnWriteArrayList<>();
    public final AtomicInteger renewals = new AtomicInteger();
    /** The route as stored, which binds at claim: true keeps every job from async workers. */
    public volatile boolean legacyOnly;

    public TestStore(Duration lease) {
        this.memory = new MemoryStore(TestClock.atNoon(), lease);
    }

    public void advance(Duration time) {
        memory.clock().advance(time);
    }

    /** Lets every lease lapse and takes the jobs back, with no renewal in between. */
    public void lapseAll() {
        synchronized (memory) {
            memory.clock().advance(memory.lease());
            memory.reap();
        }
    }

    public StoredJob job(JobId id) {
        return memory.find(id).orElseThrow();
    }

    public String stateOf(JobId id) {
        return job(id).state().name();
    }

    public List<Queue> present() {
        return memory.present();
    }
}
