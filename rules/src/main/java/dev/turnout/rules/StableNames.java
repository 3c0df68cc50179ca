// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The places of a {@link Violation} by names that stay: anonymous classes have no number that changes when others are written
 * above them. Keys and baselines know a finding by these.
 *
 * @param entry as {@link Violation#entry()}
 * @param steps the methods of {@link Violation#path()}, each as {@code com.acme.Shelf#first}
 */
public record StableNames(String entry, List<String> steps) {
    public StableNames {
        steps = List.copyOf(steps);
    }

    static StableNames of(String entry, List<Frame> path, UnaryOperator<String> stable) {
        return new StableNames(
                stable.apply(entry),
                path.stream().map(Violation::home).map(stable).toList());
    }
}
