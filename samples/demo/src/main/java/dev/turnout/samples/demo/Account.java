// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.samples.demo.ledger.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the ledgers say of the whole run.
 *
 * @param executed acknowledged jobs that ended well at least once
 * @param lost acknowledged jobs that never ended well
 * @param duplicates runs of a job beside another run of it, at least one of the two by an async worker
 * @param doubledByAsync the jobs that those were
 * @param legacyOnlyDuplicates the same among legacy servers alone
 * @param byPool acknowledged jobs by the pool that first ended them
 * @param startsByTaskPoolPhase starts, by task, pool and phase
 */
record Account(
        int executed,
        int lost,
        int duplicates,
        Set<String> doubledByAsync,
        int legacyOnlyDuplicates,
        Map<String, Integer> byPool,
        Map<String, Map<String, Map<String, Integer>>> startsByTaskPoolPhase) {

    static Account of(Set<String> acknowledged, List<Entry> entries, List<Phase> phases) {
        List<Run> runs = Run.of(entries);
        Map<String, List<Run>> byJob =
                runs.stream().collect(Collectors.groupingBy(Run::job, LinkedHashMap::new, Collectors.toList()));
        int executed = 0;
        int duplicates = 0;
        int legacyOnly = 0;
        Map<String, Integer> byPool = new TreeMap<>(Map.of("legacy", 0, "async", 0));
        for (String job : acknowledged) {
            var first = byJob.getOrDefault(job, List.of()).stream()
                    .filter(Run::endedWell)
                    .findFirst();
            if (first.isPresent()) {
                executed++;
                byPool.merge(first.get().start().pool(), 1, Integer::sum);
            }
        }
        Set<String> doubledByAsync = new HashSet<>();
        for (List<Run> ofOneJob : byJob.values()) {
            Set<Run> charged = new HashSet<>();
            for (int i = 1; i < ofOneJob.size(); i++) {
                Run run = ofOneJob.get(i);
                List<Run> inTheWay = inTheWayOf(run, ofOneJob.subList(0, i), charged);
                if (inTheWay.isEmpty()) {
                    continue;
                }
                if (run.async() || inTheWay.stream().anyMatch(Run::async)) {
                    duplicates++;
                    doubledByAsync.add(run.job());
                } else {
                    legacyOnly++;
                }
            }
        }
        return new Account(
                executed,
                acknowledged.size() - executed,
                duplicates,
                doubledByAsync,
                legacyOnly,
                byPool,
                starts(runs, phases));
    }

    /**
     * Earlier runs beside which {@code run} is one too many. A run that a killed process left open is over with its
     * process: the run in its place is one too many, a retry of that one is not.
     */
    private static List<Run> inTheWayOf(Run run, List<Run> earlier, Set<Run> charged) {
        List<Run> inTheWay = new ArrayList<>();
        for (Run former : earlier) {
            boolean leftOpen = former.end().isEmpty();
            if (leftOpen ? charged.add(former) : !former.clearsTheWayFor(run)) {
                inTheWay.add(former);
            }
        }
        return inTheWay;
    }

    private static Map<String, Map<String, Map<String, Integer>>> starts(List<Run> runs, List<Phase> phases) {
        Map<String, Map<String, Map<String, Integer>>> starts = new TreeMap<>();
        for (Run run : runs) {
            starts.computeIfAbsent(simple(run.start().task()), task -> new TreeMap<>())
                    .computeIfAbsent(run.start().pool(), pool -> new LinkedHashMap<>())
                    .merge(phaseAt(run.start().nanos(), phases), 1, Integer::sum);
        }
        return starts;
    }

    /** {@code NotebookTasks#processUrl} for {@code com.example.NotebookTasks#processUrl}. */
    private static String simple(String task) {
        int hash = task.indexOf('#');
        return task.substring(task.lastIndexOf('.', hash < 0 ? task.length() : hash) + 1);
    }

    private static String phaseAt(long nanos, List<Phase> phases) {
        String name = "before";
        for (Phase phase : phases) {
            if (phase.begin() <= nanos) {
                name = phase.name();
            }
        }
        return name;
    }

    /** Starts by async workers between two moments of the shared clock. */
    static int asyncStartsBetween(List<Entry> entries, long after, long before) {
        return (int) entries.stream()
                .filter(entry ->
                        entry.what() == Entry.What.START && entry.pool().equals("async"))
                .filter(entry -> entry.nanos() > after && entry.nanos() < before)
                .count();
    }

    /** Jobs that an async worker held when it wrote its last line: started, and no end stored. */
    static Set<String> heldBy(String owner, List<Entry> entries) {
        Set<String> held = new HashSet<>();
        for (Entry entry : entries) {
            if (!entry.owner().equals(owner)) {
                continue;
            }
            switch (entry.what()) {
                case START -> held.add(entry.job());
                case STORED, RELEASE, LOST -> held.remove(entry.job());
                case END, FAIL, SERVER_UP, SERVER_DOWN -> {}
            }
        }
        return held;
    }

    /** The time from {@code kill} to the last moment at which one of {@code held} was started again, in milliseconds. */
    static long recoveryMillis(Set<String> held, long kill, List<Entry> entries) {
        Map<String, Long> again = new HashMap<>();
        entries.stream()
                .filter(entry -> entry.what() == Entry.What.START && entry.nanos() > kill && held.contains(entry.job()))
                .forEach(entry -> again.putIfAbsent(entry.job(), entry.nanos()));
        return again.values().stream()
                .mapToLong(nanos -> (nanos - kill) / 1_000_000)
                .max()
                .orElse(0);
    }

    /** Tasks that were not started by both pools. */
    Set<String> startedByOnePoolOnly() {
        return startsByTaskPoolPhase.entrySet().stream()
                .filter(task -> task.getValue().size() < 2)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
