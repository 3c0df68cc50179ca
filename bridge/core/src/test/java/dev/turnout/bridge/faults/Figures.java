// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of one row, printed as one line. */
final class Figures {
    private final String row;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Figures(String row) {
        this.row = row;
    }

    Figures put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    void print() {
        System.out.println("[fault " + row + "] "
                + values.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
    }

    /** The value below which that share of the sorted {@code values} lies; 0 for none. */
    static long percentile(List<Long> values, double share) {
        return values.isEmpty()
                ? 0
                : values.get((int) Math.min(values.size() - 1, Math.ceil(values.size() * share) - 1));
    }
}
