// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task throws it, or fails its stage with it, to be run again at a time of its own choice: {@code throw
 * Retry.after(ofMinutes(5))}. It counts as a failed attempt: the job's number of retries holds.
 */
public final class Retry extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration delay;

    private Retry(@Nullable Duration delay, @Nullable Throwable cause) {
        super(delay == null ? "Retry" : "Retry after " + text(delay), cause);
        this.delay = delay;
    }

    /** Asks for another attempt after {@code delay}; zero for as soon as possible. */
    public static Retry after(Duration delay) {
        return after(delay, null);
    }

    /** As {@link #after(Duration)}, because of {@code cause}, which the job's history shows. */
    public static Retry after(Duration delay, @Nullable Throwable cause) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException(
                    "TURNOUT-0119 a retry after " + delay + " makes no sense; give zero or more.");
        }
        return new Retry(delay, cause);
    }

    /** Asks for another attempt when the task's back-off says. */
    public static Retry later() {
        return new Retry(null, null);
    }

    private static String text(Duration delay) {
        return delay.toMillisPart() == 0 ? delay.toSeconds() + " s" : delay.toMillis() + " ms";
    }

    /** The delay that was asked for; empty leaves it to the task's back-off. */
    public Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }
}
