// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The figures of a worker. Immutable; start from {@link #with} and change what you need: {@code
 * WorkerOptions.with().slots(16).drainTimeout(ofSeconds(20))}.
 *
 * @param slots jobs that the worker holds at most, in all lanes together
 * @param lease the lease that the queue was opened with; renewals come at a third of it, and no rarer than {@code renewEvery}
 * @param renewEvery longest time between two renewals, at most 5 s: JobRunr takes a job for orphaned whose score is older than
 *     four of its poll intervals, whatever the lease says
 * @param drainTimeout how long {@code close} waits for running jobs before it cancels them
 * @param blockingPoolSize threads of the default pool of the blocking lane, and of each pool that {@code pools} does not name
 * @param pools threads of the named pools
 * @param pollEvery longest time between two claims where no signal comes
 * @param beatEvery time between two signs of life
 * @param dutyEvery time between two rounds of the queue's duties
 * @param reportAfter a job that runs longer is reported in the log, again each time this doubles
 */
public record WorkerOptions(
        int slots,
        Duration lease,
        Duration renewEvery,
        Duration drainTimeout,
        int blockingPoolSize,
        Map<String, Integer> pools,
        Duration pollEvery,
        Duration beatEvery,
        Duration dutyEvery,
        Duration reportAfter) {
    private static final int MAX_SLOTS = 100_000;
    private static final Duration LONGEST_RENEW = Duration.ofSeconds(5);

    /** @throws IllegalArgumentException if a figure is out of range; the message names it */
    public WorkerOptions {
        pools = Map.copyOf(pools);
        require(slots >= 1 && slots <= MAX_SLOTS, "slots", slots, "1 to " + MAX_SLOTS);
        require(blockingPoolSize >= 1, "blockingPoolSize", blockingPoolSize, "1 or more");
        pools.forEach((pool, size) -> require(size >= 1, "pool " + pool, size, "1 or more"));
        require(!drainTimeout.isNegative(), "drainTimeout", drainTimeout, "zero or more");
        requirePositive("lease", lease);
        requirePositive("renewEvery", renewEvery);
        require(renewEvery.compareTo(LONGEST_RENEW) <= 0, "renewEvery", renewEvery, "5 s or less");
        requirePositive("pollEvery", pollEvery);
        requirePositive("beatEvery", beatEvery);
        requirePositive("dutyEvery", dutyEvery);
        requirePositive("reportAfter", reportAfter);
    }

    /** The defaults: 64 slots, 30 s lease, pools of 8, and 25 s drain: within the 30 s that containers and Spring allow. */
    public static WorkerOptions with() {
        return new WorkerOptions(
                64,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(25),
                8,
                Map.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
    }

    /** These options with other {@code slots}. */
    public WorkerOptions slots(int slots) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code lease}. */
    public WorkerOptions lease(Duration lease) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code renewEvery}. */
    public WorkerOptions renewEvery(Duration renewEvery) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code drainTimeout}. */
    public WorkerOptions drainTimeout(Duration drainTimeout) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code blockingPoolSize}. */
    public WorkerOptions blockingPoolSize(int blockingPoolSize) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code pools}. */
    public WorkerOptions pools(Map<String, Integer> pools) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code pollEvery}. */
    public WorkerOptions pollEvery(Duration pollEvery) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code beatEvery}. */
    public WorkerOptions beatEvery(Duration beatEvery) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code dutyEvery}. */
    public WorkerOptions dutyEvery(Duration dutyEvery) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with another {@code reportAfter}. */
    public WorkerOptions reportAfter(Duration reportAfter) {
        return new WorkerOptions(
                slots,
                lease,
                renewEvery,
                drainTimeout,
                blockingPoolSize,
                pools,
                pollEvery,
                beatEvery,
                dutyEvery,
                reportAfter);
    }

    /** These options with one more named pool. */
    public WorkerOptions pool(String name, int threads) {
        Map<String, Integer> more = new HashMap<>(pools);
        more.put(name, threads);
        return pools(more);
    }

    /** Threads of the pool of that name. */
    public int threadsOf(String pool) {
        return pools.getOrDefault(pool, blockingPoolSize);
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
