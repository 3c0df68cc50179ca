// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Failure;
import java.time.Duration;
import java.time.Instant;

/** What follows a failed attempt, as JobRunr's own retry filter decides: the same bounds, delays and words. */
final class Retries {
    private static final int LAYOUT_DEFAULT = 10;
    private static final int LONGEST_EXPONENT = 16;

    private Retries() {}

    static JobDocument failed(JobDocument document, Failure failure, Instant at) {
        int failures = document.failures() + 1;
        int most = document.retries().orElse(failure.defaultRetries() >= 0 ? failure.defaultRetries() : LAYOUT_DEFAULT);
        if (!failure.mayRetry() || failures > most) {
            return document.failed(at, failure.message(), failure.cause(), failure.mayRetry());
        }
        Instant due = at.plus(failure.retryAfter().orElseGet(() -> backOff(failures)));
        String reason = "Retry " + failures + " of " + most;
        return document.retried(at, failure.message(), failure.cause(), due, reason);
    }

    private static Duration backOff(int failures) {
        return Duration.ofSeconds((long) Math.pow(3, Math.min(failures, LONGEST_EXPONENT)));
    }
}
