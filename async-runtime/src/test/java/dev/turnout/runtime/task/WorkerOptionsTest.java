// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerOptionsTest {
    @Test
    void renewalsAreNeverRarerThanEveryFiveSeconds() {
        WorkerOptions longLease = WorkerOptions.with().lease(Duration.ofMinutes(5));

        assertThat(longLease.renewEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> longLease.renewEvery(Duration.ofMillis(5_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("TURNOUT-0114 worker option renewEvery is PT5.001S; it must be 5 s or less.");
    }
}
