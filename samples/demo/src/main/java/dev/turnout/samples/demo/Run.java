// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.samples.demo.ledger.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one job by one worker: a start, and what came of it.
 *
 * @param start the START entry
 * @param end END, FAIL or RELEASE; empty if none was written, as by a killed process
 */
record Run(Entry start, Optional<Entry> end) {
    /** Pairs starts and ends. {@code entries} in the order of time; the runs come in the order of their starts. */
    static List<Run> of(List<Entry> entries) {
        Map<String, Integer> open = new HashMap<>();
        List<Run> runs = new ArrayList<>();
        for (Entry entry : entries) {
            String key = entry.job() + "/" + entry.owner() + "/" + entry.token();
            switch (entry.what()) {
                case START -> {
                    open.put(key, runs.size());
                    runs.add(new Run(entry, Optional.empty()));
                }
                case END, FAIL, RELEASE -> {
                    Integer index = open.remove(key);
                    if (index != null) {
                        runs.set(index, new Run(runs.get(index).start, Optional.of(entry)));
                    }
                }
                case STORED, LOST, SERVER_UP, SERVER_DOWN -> {}
            }
        }
        return runs;
    }

    String job() {
        return start.job();
    }

    boolean async() {
        return start.pool().equals("async");
    }

    boolean endedWell() {
        return end.filter(entry -> entry.what() == Entry.What.END).isPresent();
    }

    /** Whether {@code next} may rightly follow: this run had failed or was given back before that one started. */
    boolean clearsTheWayFor(Run next) {
        return end.filter(entry -> entry.what() != Entry.What.END)
                .filter(entry -> entry.nanos() <= next.start.nanos())
                .isPresent();
    }
}
