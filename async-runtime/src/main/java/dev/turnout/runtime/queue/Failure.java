// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * One failed attempt.
 *
 * @param cause what the task failed with, unwrapped
 * @param message one sentence for the job's history
 * @param mayRetry false where another attempt cannot help
 * @param retryAfter the delay that the task asked for; empty leaves it to the layout
 * @param defaultRetries retries where the stored job does not say; -1 leaves it to the layout
 */
public record Failure(
        Throwable cause, String message, boolean mayRetry, Optional<Duration> retryAfter, int defaultRetries) {}
