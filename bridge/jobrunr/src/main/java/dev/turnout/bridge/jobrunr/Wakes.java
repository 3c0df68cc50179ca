// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.LayoutStore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobSteward;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a server look for work when some has come, instead of with its next poll: it is told that a thread went idle, as after each
 * job. A job is claimed only when it is old enough, so the look comes that much later. Polls go on as the net.
 *
 * <p>One look is enough for a job. The servers take turns by the time of its creation, and the others look a step later each; who
 * takes all that is ripe says so, and who meant to look for what was there by then need not. All these times are Redis' own, so a
 * look is left out only where another one has seen more; a server that dies after it has said so leaves the rest to the polls.
 */
final class Wakes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    private static final String CANCEL = "cancel ";
    private static final Pattern WORK = Pattern.compile("work (\\d{1,18}) (\\d{1,18})");
    private static final Pattern TAKEN = Pattern.compile("taken (\\d{1,18})");
    private static final long ALWAYS = Long.MAX_VALUE;
    private static final long NANOS_A_MICRO = 1_000;

    /** Longer than a look and a claim need. */
    private static final Duration STEP = Duration.ofMillis(50);

    private static final long GRAIN_MS = 20;
    private static final long AGAIN_MS = 20;
    private static final int TRIES = 5;

    private final Map<UUID, Seat> seats = new ConcurrentHashMap<>();
    private final Map<Plan, Long> plans = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;
    private final LayoutStore store;

    Wakes(LayoutStore store) {
        this.store = store;
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
        Matcher taken = TAKEN.matcher(message);
        if (taken.matches()) {
            long looked = Long.parseLong(taken.group(1));
            plans.values().removeIf(ripe -> ripe <= looked);
            return;
        }
        Matcher work = WORK.matcher(message);
        if (work.matches()) {
            arrived(Long.parseLong(work.group(1)), Long.parseLong(work.group(2)));
        } else {
            seats.keySet().forEach(server -> plan(server, Duration.ZERO, ALWAYS));
        }
    }

    private void arrived(long born, long at) {
        long ripe = Math.max(at, born + age());
        seats.keySet().forEach(server -> inTurn(server, born, ripe));
    }

    /** A look of one server when it is its turn to look for what is ripe at {@code ripe}, in µs of Redis' time. */
    void at(UUID server, long ripe) {
        inTurn(server, ripe - age(), ripe);
    }

    private void inTurn(UUID server, long born, long ripe) {
        int before = store.servers().turn(server.toString()).after(born);
        Duration left = Duration.of(Math.max(0, ripe - store.micros()), ChronoUnit.MICROS);
        plan(server, left.plus(STEP.multipliedBy(before)), ripe);
    }

    private long age() {
        return store.servers().minimumAge().toNanos() / NANOS_A_MICRO;
    }

    /** A look of one server in {@code delay}, if it does not look before. */
    void unlessLooked(UUID server, Duration delay) {
        plan(server, delay, store.micros());
    }

    /** A server has looked and found all that was ripe; {@code at} is Redis' time of that, in µs. */
    void looked(UUID server, long at) {
        plans.entrySet().removeIf(plan -> plan.getKey().server().equals(server) && plan.getValue() <= at);
    }

    private void plan(UUID server, Duration delay, long ripe) {
        Plan plan = new Plan(server, (System.nanoTime() / 1_000_000 + delay.toMillis()) / GRAIN_MS + 1);
        if (clock.isShutdown()) {
            return;
        }
        boolean[] fresh = {false};
        plans.compute(plan, (key, known) -> {
            fresh[0] = known == null;
            return known == null ? ripe : Math.max(known, ripe);
        });
        if (fresh[0]) {
            long wait = delay.isZero() ? 0 : plan.grain() * GRAIN_MS - System.nanoTime() / 1_000_000;
            clock.schedule(() -> carryOut(plan), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void carryOut(Plan plan) {
        Seat seat = seats.get(plan.server());
        if (plans.remove(plan) != null && seat != null) {
            wake(seat, TRIES);
        }
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

    /**
     * A look that is meant to be. It is kept with the time when there was something to look for, in µs.
     *
     * @param grain when, in units of 20 ms
     */
    private record Plan(UUID server, long grain) {}
}
