// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Duties;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Routes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A queue whose door is sometimes broken, and which notes the threads that come to it. */
final class AskedQueue implements Queue {
    final List<String> threads = new CopyOnWriteArrayList<>();
    private final Queue inner;
    private volatile boolean answers;

    AskedQueue(Plant plant) {
        this.inner = plant.queue;
    }

    void answers(boolean answers) {
        this.answers = answers;
    }

    @Override
    public Door door() {
        threads.add(Thread.currentThread().getName());
        return answers ? inner.door() : new BrokenDoor(new IllegalStateException("Redis is away"), true);
    }

    @Override
    public Claims claims() {
        return inner.claims();
    }

    @Override
    public Duties duties() {
        return inner.duties();
    }

    @Override
    public Presence presence() {
        return inner.presence();
    }

    @Override
    public Routes routes() {
        return inner.routes();
    }

    @Override
    public Controls controls() {
        return inner.controls();
    }

    @Override
    public void close() {
        inner.close();
    }
}
