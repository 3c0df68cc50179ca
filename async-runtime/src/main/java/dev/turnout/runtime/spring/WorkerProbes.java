// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.WorkerCounts;
import dev.turnout.runtime.WorkerHealth;
import dev.turnout.runtime.queue.Stall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What probes are told of the worker. All of it is what the worker knows itself; Redis is not asked, so that a fail-over neither
 * restarts workers nor takes them out of service.
 */
final class WorkerProbes {
    static final String LIVENESS = "liveness";
    static final String READINESS = "readiness";
    private static final String STALLED = "stalled";

    private final Supplier<Optional<Worker>> worker;

    WorkerProbes(Supplier<Optional<Worker>> worker) {
        this.worker = worker;
    }

    /** Whether the event loops turn. Where no worker runs, none stands still. */
    Probe liveness() {
        return worker.get()
                .map(Worker::health)
                .map(health -> new Probe(health.alive(), stalled(health, "eventLoopsTurn", health.alive())))
                .orElseGet(() -> new Probe(true, Map.of("running", false)));
    }

    /** Whether the worker is on the queue's list and claims. */
    Probe readiness() {
        return worker.get()
                .map(running -> readiness(running.health(), running.counts()))
                .orElseGet(() -> new Probe(false, Map.of("running", false)));
    }

    private static Probe readiness(WorkerHealth health, WorkerCounts counts) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("registered", health.registered());
        details.put("claiming", health.claiming());
        details.put("inFlight", health.inFlight());
        details.put("epoch", health.epoch());
        details.put("started", counts.started());
        details.put("completed", counts.completed());
        details.put("failed", counts.failed());
        details.put("retried", counts.retried());
        details.put("parked", counts.parked());
        details.put("cancelled", counts.cancelled());
        details.put("lost", counts.lost());
        health.stall().ifPresent(stall -> details.put(STALLED, said(stall)));
        return new Probe(health.registered() && health.claiming(), details);
    }

    private static Map<String, Object> stalled(WorkerHealth health, String name, Object value) {
        Map<String, Object> details = new LinkedHashMap<>(Map.of(name, value));
        health.stall().ifPresent(stall -> details.put(STALLED, said(stall)));
        return details;
    }

    private static String said(Stall stall) {
        return "thread " + stall.thread() + ", which reads the queue's answers, has been held for "
                + stall.since().toMillis() + " ms at " + stall.at();
    }

    /** An answer, and what it rests on. */
    record Probe(boolean ok, Map<String, Object> details) {}
}
