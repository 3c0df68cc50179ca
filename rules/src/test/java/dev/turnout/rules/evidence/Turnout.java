// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.Violation;
import java.util.Optional;
import java.util.function.Predicate;

/** Our own rules, counted as the other tools are. */
record Turnout(String name, Predicate<Sight> which, Checks checks) implements Tool {
    @Override
    public Optional<Findings> on(Jar jar, Pair any) {
        return checks.of(jar).map(this::findings);
    }

    private Findings findings(Report report) {
        return new Findings() {
            @Override
            public int inAll() {
                return (int) report.violations().stream().filter(this::counts).count();
            }

            @Override
            public boolean at(Pair pair) {
                return report.violations().stream().filter(this::counts).anyMatch(pair::isMetBy);
            }

            private boolean counts(Violation violation) {
                return !violation.path().isEmpty() && which.test(Sight.of(violation));
            }
        };
    }
}
