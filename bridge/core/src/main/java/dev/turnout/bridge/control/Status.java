// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Both pools at one moment, by Redis' clock.
 *
 * @param epoch number of route changes so far
 * @param routes task address, or {@code *}, to route
 * @param workers async workers on the list, dead ones included
 * @param servers legacy servers on JobRunr's list, dead ones included
 * @param counts jobs a state
 * @param reserved jobs taken out of the queue and not yet visible as processing
 * @param parked entries that workers left alone
 * @param caps task address, or {@code *} for each task that was never given a cap of its own, to how many of its jobs may be
 *     in flight over all async workers; empty where a cap was taken away
 * @param inFlight task address to the number of its jobs that async workers hold
 * @param paused addresses of tasks that async workers do not claim for now, {@code *} for all
 * @param groups task address to the name of its group
 * @param lastClaim when an async worker last claimed a job; empty for never
 * @param lastStart when an async worker last let a body start, as far as workers have said; empty for never
 * @param minimumAge how old a job must be before the async pool claims it
 */
public record Status(
        long epoch,
        Map<String, Route> routes,
        List<Worker> workers,
        List<LegacyServer> servers,
        Map<String, Long> counts,
        long reserved,
        long parked,
        Map<String, OptionalInt> caps,
        Map<String, Long> inFlight,
        Set<String> paused,
        Map<String, String> groups,
        Optional<Instant> lastClaim,
        Optional<Instant> lastStart,
        Duration minimumAge) {
    public Status {
        routes = Map.copyOf(routes);
        workers = List.copyOf(workers);
        servers = List.copyOf(servers);
        counts = Map.copyOf(counts);
        caps = Map.copyOf(caps);
        inFlight = Map.copyOf(inFlight);
        paused = Set.copyOf(paused);
        groups = Map.copyOf(groups);
    }

    /**
     * An async worker.
     *
     * @param lives whether it beat or renewed within two of its leases
     * @param epoch the epoch that it obeys wholly; -1 before its first beat
     * @param tasks number of tasks that it knows
     */
    public record Worker(
            String id, String name, String host, long pid, boolean lives, long epoch, int inFlight, long tasks) {
        /** A name that an operator finds the process by. */
        public String label() {
            return name + " (host " + host + ", pid " + pid + ", id " + id + ")";
        }
    }

    /**
     * A JobRunr server.
     *
     * @param lives whether it beat within the time after which JobRunr would take it off the list
     * @param level {@code stock}, {@code guarded} or {@code drop-in}
     */
    public record LegacyServer(
            String id, String name, boolean lives, String level, int workerPoolSize, int pollSeconds) {}
}
