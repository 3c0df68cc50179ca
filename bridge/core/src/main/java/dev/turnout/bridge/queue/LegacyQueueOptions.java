// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.Dialect;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;

/**
 * How a worker uses the queue. Start with {@link #with()}.
 *
 * @param keyPrefix JobRunr's key prefix; empty for none
 * @param workerId this worker's id, also its server id in JobRunr's list
 * @param workerName what people see, on JobRunr's dashboard too
 * @param slots jobs that this worker runs at a time; shown, not enforced here
 * @param lease how long a claim holds without a renewal; renew every third of it, and at least every 5 s
 * @param skew how far clocks of enqueuers may lag; jobs younger than this are left while a stock server lives
 * @param headRoom heads of the queue that are the stock servers' while one lives; -1 for twice their largest pool
 * @param settleAfter how long a reserved head keeps its old document, longer than a stock worker's fetch
 * @param crashes crashes of workers that a job survives before it is failed
 * @param patience how long a call waits for Redis
 * @param dialect how the application's JobRunr mapper writes arguments of new jobs
 */
public record LegacyQueueOptions(
        String keyPrefix,
        UUID workerId,
        String workerName,
        int slots,
        Duration lease,
        Duration skew,
        int headRoom,
        Duration settleAfter,
        int crashes,
        Duration patience,
        Dialect dialect) {
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);

    /** @throws IllegalArgumentException if the lease is below 100 ms or above 5 min, or the worker's name is blank */
    public LegacyQueueOptions {
        if (workerName.isBlank()) {
            throw new IllegalArgumentException(
                    "TURNOUT-0416 the worker's name is blank. Nothing was started. Give the name"
                            + " that people shall see on the queue's list, or leave it away: then it is the host's.");
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException("TURNOUT-0353 a lease of " + lease
                    + " is not from 100 ms to 5 min; a crash is made good only when it ends");
        }
    }

    /** The defaults: no prefix, a new id, the host's name, lease 10 s. */
    public static LegacyQueueOptions with() {
        UUID id = UUID.randomUUID();
        return new LegacyQueueOptions(
                "",
                id,
                host(),
                1,
                Duration.ofSeconds(10),
                Duration.ofMillis(250),
                -1,
                Duration.ofMillis(1_500),
                3,
                Duration.ofSeconds(5),
                Dialect.JACKSON);
    }

    public LegacyQueueOptions keyPrefix(String prefix) {
        return new LegacyQueueOptions(
                prefix, workerId, workerName, slots, lease, skew, headRoom, settleAfter, crashes, patience, dialect);
    }

    public LegacyQueueOptions worker(UUID id, String name) {
        return new LegacyQueueOptions(
                keyPrefix, id, name, slots, lease, skew, headRoom, settleAfter, crashes, patience, dialect);
    }

    public LegacyQueueOptions slots(int number) {
        return new LegacyQueueOptions(
                keyPrefix,
                workerId,
                workerName,
                number,
                lease,
                skew,
                headRoom,
                settleAfter,
                crashes,
                patience,
                dialect);
    }

    public LegacyQueueOptions lease(Duration time) {
        return new LegacyQueueOptions(
                keyPrefix, workerId, workerName, slots, time, skew, headRoom, settleAfter, crashes, patience, dialect);
    }

    public LegacyQueueOptions skew(Duration time) {
        return new LegacyQueueOptions(
                keyPrefix, workerId, workerName, slots, lease, time, headRoom, settleAfter, crashes, patience, dialect);
    }

    public LegacyQueueOptions headRoom(int heads) {
        return new LegacyQueueOptions(
                keyPrefix, workerId, workerName, slots, lease, skew, heads, settleAfter, crashes, patience, dialect);
    }

    public LegacyQueueOptions settleAfter(Duration time) {
        return new LegacyQueueOptions(
                keyPrefix, workerId, workerName, slots, lease, skew, headRoom, time, crashes, patience, dialect);
    }

    public LegacyQueueOptions dialect(Dialect mapper) {
        return new LegacyQueueOptions(
                keyPrefix, workerId, workerName, slots, lease, skew, headRoom, settleAfter, crashes, patience, mapper);
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    String leaseMicros() {
        return micros(lease);
    }

    static String micros(Duration time) {
        return Long.toString(time.toNanos() / 1_000);
    }
}
