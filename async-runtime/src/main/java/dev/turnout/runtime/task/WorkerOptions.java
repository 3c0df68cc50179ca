// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The figures of a worker. Immutable; start from {@link #with} and change what you need: {@code
 * WorkerOptions.with().slots(16).drainTimeout(ofSeconds(20))}. Every method with a parameter gives changed options and throws
 * {@link IllegalArgumentException} if the figure is out of range; the message names it.
 */
public final class WorkerOptions {
    private static final int MAX_SLOTS = 100_000;
    private static final int DEFAULT_POOL_SIZE = 8;
    private static final Duration LONGEST_RENEW = Duration.ofSeconds(5);

    private int slots = 64;
    private Duration lease = Duration.ofSeconds(30);
    private Duration renewEvery = LONGEST_RENEW;
    private Duration drainTimeout = Duration.ofSeconds(25);
    private OptionalInt blockingPoolSize = OptionalInt.empty();
    private String blockingPoolReason = "the default";
    private Map<String, Integer> pools = Map.of();
    private int offloadsWaiting = 10_000;
    private Duration pollEvery = Duration.ofSeconds(1);
    private Duration beatEvery = Duration.ofSeconds(2);
    private Duration dutyEvery = Duration.ofSeconds(1);
    private Duration reportAfter = Duration.ofMinutes(5);
    private Optional<Duration> abandonAfter = Optional.empty();
    private Duration blockedAfter = Duration.ofMillis(500);
    private Duration deadAfter = Duration.ofSeconds(30);

    private WorkerOptions() {}

    private WorkerOptions(WorkerOptions other) {
        this.slots = other.slots;
        this.lease = other.lease;
        this.renewEvery = other.renewEvery;
        this.drainTimeout = other.drainTimeout;
        this.blockingPoolSize = other.blockingPoolSize;
        this.blockingPoolReason = other.blockingPoolReason;
        this.pools = other.pools;
        this.offloadsWaiting = other.offloadsWaiting;
        this.pollEvery = other.pollEvery;
        this.beatEvery = other.beatEvery;
        this.dutyEvery = other.dutyEvery;
        this.reportAfter = other.reportAfter;
        this.abandonAfter = other.abandonAfter;
        this.blockedAfter = other.blockedAfter;
        this.deadAfter = other.deadAfter;
    }

    /** The defaults: 64 slots, 30 s lease, pools of 8, and 25 s drain: within the 30 s that containers and Spring allow. */
    public static WorkerOptions with() {
        return new WorkerOptions();
    }

    /** Jobs that the worker holds at most, in all lanes together. */
    public int slots() {
        return slots;
    }

    public WorkerOptions slots(int slots) {
        require(slots >= 1 && slots <= MAX_SLOTS, "slots", slots, "1 to " + MAX_SLOTS);
        return changed(options -> options.slots = slots);
    }

    /** The lease that the queue was opened with; renewals come at a third of it, and no rarer than {@link #renewEvery()}. */
    public Duration lease() {
        return lease;
    }

    public WorkerOptions lease(Duration lease) {
        requirePositive("lease", lease);
        return changed(options -> options.lease = lease);
    }

    /**
     * Longest time between two renewals, at most 5 s: JobRunr takes a job for orphaned whose score is older than four of its
     * poll intervals, whatever the lease says.
     */
    public Duration renewEvery() {
        return renewEvery;
    }

    public WorkerOptions renewEvery(Duration renewEvery) {
        requirePositive("renewEvery", renewEvery);
        require(renewEvery.compareTo(LONGEST_RENEW) <= 0, "renewEvery", renewEvery, "5 s or less");
        return changed(options -> options.renewEvery = renewEvery);
    }

    /** How long {@code close} waits for running jobs before it cancels them and gives them back. */
    public Duration drainTimeout() {
        return drainTimeout;
    }

    public WorkerOptions drainTimeout(Duration drainTimeout) {
        require(!drainTimeout.isNegative(), "drainTimeout", drainTimeout, "zero or more");
        return changed(options -> options.drainTimeout = drainTimeout);
    }

    /** Threads of each pool of the blocking lane that {@link #pools()} does not name, if it was said; else see {@link #threadsOf}. */
    public OptionalInt blockingPoolSize() {
        return blockingPoolSize;
    }

    public WorkerOptions blockingPoolSize(int threads) {
        return blockingPoolSize(threads, "as configured");
    }

    /** As {@link #blockingPoolSize(int)}, with the reason that the worker gives in its log when it starts. */
    public WorkerOptions blockingPoolSize(int threads, String reason) {
        require(threads >= 1, "blockingPoolSize", threads, "1 or more");
        return changed(options -> {
            options.blockingPoolSize = OptionalInt.of(threads);
            options.blockingPoolReason = reason;
        });
    }

    /** Why {@link #blockingPoolSize()} is what it is, in a few words. */
    public String blockingPoolReason() {
        return blockingPoolReason;
    }

    /** Threads of the named pools. */
    public Map<String, Integer> pools() {
        return pools;
    }

    public WorkerOptions pools(Map<String, Integer> pools) {
        pools.forEach((pool, size) -> require(size >= 1, "pool " + pool, size, "1 or more"));
        return changed(options -> options.pools = Map.copyOf(pools));
    }

    /** These options with one more named pool. */
    public WorkerOptions pool(String name, int threads) {
        Map<String, Integer> more = new HashMap<>(pools);
        more.put(name, threads);
        return pools(more);
    }

    /** Threads of the pool of that name: its own figure, else {@link #blockingPoolSize()}, else 8. */
    public int threadsOf(String pool) {
        return pools.getOrDefault(pool, blockingPoolSize.orElse(DEFAULT_POOL_SIZE));
    }

    /**
     * How many pieces of blocking work may wait for a thread of one pool. One more is rejected: its stage fails with
     * {@link java.util.concurrent.RejectedExecutionException}, and the job is tried again as any failed one.
     */
    public int offloadsWaiting() {
        return offloadsWaiting;
    }

    public WorkerOptions offloadsWaiting(int most) {
        require(most >= 1, "offloadsWaiting", most, "1 or more");
        return changed(options -> options.offloadsWaiting = most);
    }

    /** Longest time between two claims where no signal comes. */
    public Duration pollEvery() {
        return pollEvery;
    }

    public WorkerOptions pollEvery(Duration pollEvery) {
        requirePositive("pollEvery", pollEvery);
        return changed(options -> options.pollEvery = pollEvery);
    }

    /** Time between two signs of life. */
    public Duration beatEvery() {
        return beatEvery;
    }

    public WorkerOptions beatEvery(Duration beatEvery) {
        requirePositive("beatEvery", beatEvery);
        return changed(options -> options.beatEvery = beatEvery);
    }

    /** Time between two rounds of the queue's duties. */
    public Duration dutyEvery() {
        return dutyEvery;
    }

    public WorkerOptions dutyEvery(Duration dutyEvery) {
        requirePositive("dutyEvery", dutyEvery);
        return changed(options -> options.dutyEvery = dutyEvery);
    }

    /** A job that runs longer is reported in the log, again each time this doubles. */
    public Duration reportAfter() {
        return reportAfter;
    }

    public WorkerOptions reportAfter(Duration reportAfter) {
        requirePositive("reportAfter", reportAfter);
        return changed(options -> options.reportAfter = reportAfter);
    }

    /**
     * A job that runs longer loses its slot: it is cancelled, its lease is no longer renewed, and the queue takes it back as
     * from a worker that crashed. The time counts from the start of its body. One that waits so long for a thread of its lane
     * is given back, which costs it nothing. Empty, the default, only reports. A task that has a time-out never comes so far, unless
     * its thread does not react.
     */
    public Optional<Duration> abandonAfter() {
        return abandonAfter;
    }

    public WorkerOptions abandonAfter(Duration abandonAfter) {
        requirePositive("abandonAfter", abandonAfter);
        return changed(options -> options.abandonAfter = Optional.of(abandonAfter));
    }

    /** A continuation that holds one of the worker's event-loop threads for longer is reported, with its stack. */
    public Duration blockedAfter() {
        return blockedAfter;
    }

    public WorkerOptions blockedAfter(Duration blockedAfter) {
        requirePositive("blockedAfter", blockedAfter);
        return changed(options -> options.blockedAfter = blockedAfter);
    }

    /** When none of the worker's event-loop threads has come round for so long, the worker says that it is not alive. */
    public Duration deadAfter() {
        return deadAfter;
    }

    public WorkerOptions deadAfter(Duration deadAfter) {
        requirePositive("deadAfter", deadAfter);
        return changed(options -> options.deadAfter = deadAfter);
    }

    private WorkerOptions changed(Consumer<WorkerOptions> change) {
        WorkerOptions copy = new WorkerOptions(this);
        change.accept(copy);
        return copy;
    }

    private static void requirePositive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name, value, "more than zero");
    }

    private static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "TURNOUT-0114 worker option " + name + " is " + value + "; it must be " + range + ".");
        }
    }
}
