// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobSteward;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a server look for work when some has come, instead of with its next poll: it is told that a thread went idle, as after each
 * job. A job is claimed only when it is old enough, so the look comes that much later. Polls go on as the net.
 */
final class Wakes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    private static final String CANCEL = "cancel ";
    private static final long GRAIN_MS = 20;
    private static final long AGAIN_MS = 20;
    private static final int TRIES = 5;

    private final Map<UUID, Seat> seats = new ConcurrentHashMap<>();
    private final Set<Long> planned = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;
    private final Supplier<Duration> minimumAge;

    Wakes(Supplier<Duration> minimumAge) {
        this.minimumAge = minimumAge;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "turnout-wakes");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        clock = executor;
    }

    /** The seat of a server that asks. */
    Seat seat(BackgroundJobServer server) {
        Seat seat = seats.get(server.getId());
        if (seat == null || seat.server() != server) {
            seat = new Seat(server);
            seats.put(server.getId(), seat);
        }
        return seat;
    }

    /** Those that have asked, and still live. */
    List<BackgroundJobServer> servers() {
        return seats.values().stream()
                .map(Seat::server)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** The job is not waiting for a thread any more. */
    void ended(UUID job) {
        seats.values().forEach(seat -> seat.ended(job));
    }

    void gone(UUID server) {
        seats.remove(server);
    }

    /** A signal; called on a thread that must not wait. */
    void heard(String message) {
        if (message.startsWith(CANCEL)) {
            return;
        }
        in(Duration.ZERO);
        Duration age = minimumAge.get();
        if (!age.isZero()) {
            in(age);
        }
    }

    /** A look in {@code delay}; those that fall together are one. */
    void in(Duration delay) {
        long at = (System.nanoTime() / 1_000_000 + delay.toMillis()) / GRAIN_MS + 1;
        if (clock.isShutdown() || !planned.add(at)) {
            return;
        }
        long wait = delay.isZero() ? 0 : at * GRAIN_MS - System.nanoTime() / 1_000_000;
        clock.schedule(
                () -> {
                    planned.remove(at);
                    seats.values().forEach(seat -> wake(seat, TRIES));
                },
                wait,
                TimeUnit.MILLISECONDS);
    }

    private void wake(Seat seat, int tries) {
        BackgroundJobServer server = seat.server();
        if (server == null || !server.isRunning()) {
            return;
        }
        seat.rouse();
        long before = seat.looked();
        JobSteward steward = server.getJobSteward();
        boolean room = steward.getOccupiedWorkerCount()
                < server.getWorkDistributionStrategy().getWorkerCount();
        if (!room) {
            return; // the next thread that goes idle looks
        }
        try {
            steward.notifyThreadOccupied();
            steward.notifyThreadIdle();
        } catch (RuntimeException e) {
            LOG.debug("A wake failed; the poll does it.", e);
            return;
        }
        // somebody was looking at that moment, perhaps before the job came
        if (seat.looked() == before && tries > 0 && !clock.isShutdown()) {
            clock.schedule(() -> wake(seat, tries - 1), AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
