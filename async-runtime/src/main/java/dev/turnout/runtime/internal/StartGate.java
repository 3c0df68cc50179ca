// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one place where a body is let start.
 *
 * <p>A start and the taking back of claims after a change of routes race. Both hold this lock: so after {@link
 * #takeBack} has returned, no body starts that the routes as read before it do not allow.
 */
final class StartGate {
    private final Routes routes;
    private boolean closed; // guarded by this
    private Optional<Long> lastStart = Optional.empty(); // guarded by this
    private final Map<TaskAddress, Long> lastStarts = new HashMap<>(); // guarded by this; an entry a task

    StartGate(Routes routes) {
        this.routes = routes;
    }

    /**
     * Lets {@code held} start if lease and route allow it now.
     *
     * @param refused hears why it may not, in one sentence
     * @return true if it has been started by this call; false also where it is no longer ours to start
     */
    boolean start(HeldClaim held, Consumer<String> refused) {
        Optional<String> why;
        synchronized (this) {
            why = whyNot(held);
            if (why.isEmpty()) {
                boolean starts = held.move(State.CLAIMED, Event.START);
                if (starts) {
                    lastStart = Optional.of(System.nanoTime());
                    lastStarts.put(held.claim().task(), System.nanoTime());
                }
                return starts;
            }
        }
        refused.accept(why.get());
        return false;
    }

    /** Why {@code held} may not start now, in one sentence; empty if it may. */
    synchronized Optional<String> whyNot(HeldClaim held) {
        if (closed) {
            return Optional.of("the worker is stopping");
        }
        if (held.leaseOver()) {
            return Optional.of("its lease was over before it could start");
        }
        if (!routes.mayStart(held.claim())) {
            return Optional.of("its route has changed");
        }
        return Optional.empty();
    }

    /** Takes those of {@code candidates} back that have not started and may not start now; the caller releases them. */
    synchronized List<HeldClaim> takeBack(Collection<HeldClaim> candidates) {
        return candidates.stream()
                .filter(held -> held.state() == State.CLAIMED
                        && whyNot(held).isPresent()
                        && held.move(State.CLAIMED, Event.GIVE_BACK))
                .toList();
    }

    /** How long ago the last body started; empty for never. */
    synchronized Optional<Duration> sinceStart() {
        return lastStart.map(at -> Duration.ofNanos(System.nanoTime() - at));
    }

    /** The same by task, of those that started within {@code limit}. */
    synchronized Map<TaskAddress, Duration> sinceStarts(Duration limit) {
        long now = System.nanoTime();
        Map<TaskAddress, Duration> recent = new HashMap<>();
        lastStarts.forEach((task, at) -> {
            if (now - at < limit.toNanos()) {
                recent.put(task, Duration.ofNanos(now - at));
            }
        });
        return recent;
    }

    /** Nothing starts after this. */
    synchronized void close() {
        closed = true;
    }
}
