// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final RetryPolicy hourly = RetryPolicy.layout().backOff(HOUR, 2, HOUR.multipliedBy(10));

    @Test
    void whatATaskAsksForIsHeardThroughWhatHasWrappedIt() {
        Retry asked = Retry.after(Duration.ofSeconds(5));

        assertThat(delay(hourly, new ExecutionException(asked), 1, 1)).hasValue(Duration.ofSeconds(5));
        assertThat(delay(hourly, new IllegalStateException(new CompletionException(asked)), 1, 1))
                .hasValue(Duration.ofSeconds(5));
        assertThat(delay(hourly, new ExecutionException(Retry.later()), 1, 0.5)).hasValue(HOUR);
    }

    @Test
    void ofARuleAndAWrappedWishTheOuterOneDecides() {
        Retry asked = Retry.after(Duration.ofSeconds(5));
        RetryPolicy policy = hourly.never(IOException.class);

        assertThat(policy.decide(new IOException(asked), 1, 0.5).again()).isFalse();
        assertThat(delay(policy, Retry.after(Duration.ofSeconds(5), new IOException()), 1, 0.5))
                .hasValue(Duration.ofSeconds(5));
    }

    @Test
    void noChanceMakesAWaitLongerThanTheLongest() {
        RetryPolicy policy = RetryPolicy.layout().backOff(Duration.ofMinutes(1), 2, HOUR);

        assertThat(delay(policy, new IOException(), 30, 1)).hasValue(HOUR);
        assertThat(delay(policy, new IOException(), 30, 0)).hasValue(Duration.ofMinutes(40));
        assertThat(delay(policy.jitter(0), new IOException(), 30, 1)).hasValue(HOUR);
    }

    private static Optional<Duration> delay(RetryPolicy policy, Throwable failure, int attempt, double chance) {
        return policy.decide(failure, attempt, chance).delay();
    }
}
