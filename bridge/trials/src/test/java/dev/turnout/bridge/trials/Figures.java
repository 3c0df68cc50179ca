// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of one trial, printed as one line: what CUTOVER.md quotes. */
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
        System.out.println("[trial " + row + "] "
                + values.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
    }
}
