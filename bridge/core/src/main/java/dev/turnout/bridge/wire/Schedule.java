// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a recurring job runs, as JobRunr 7 reads its expression: cron of five or six fields in a zone, or an ISO duration counted
 * from the registration.
 */
public sealed interface Schedule permits Cron, Schedule.Interval {
    /** Reads an expression; empty if neither we nor JobRunr could run it. */
    static Optional<Schedule> parse(String expression, String zone) {
        try {
            if (expression.strip().contains(" ") || expression.contains("\t")) {
                return Cron.parse(expression, ZoneId.of(zone)).map(cron -> cron);
            }
            Duration step = Duration.parse(expression);
            return step.isNegative() || step.isZero() ? Optional.empty() : Optional.of(new Interval(step));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The first run after {@code after}; empty if there is none within some years. */
    Optional<Instant> next(Instant created, Instant after);

    /** Every {@code step} from the registration on. */
    record Interval(Duration step) implements Schedule {
        @Override
        public Optional<Instant> next(Instant created, Instant after) {
            if (created.isAfter(after)) {
                return Optional.of(created);
            }
            long passed = Duration.between(created, after).dividedBy(step);
            return Optional.of(created.plus(step.multipliedBy(passed + 1)));
        }
    }
}
