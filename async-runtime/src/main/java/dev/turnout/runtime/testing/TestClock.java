// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Safe for use by several threads. */
public final class TestClock implements InstantSource {
    private Instant now; // guarded by this

    /** A clock that stands at {@code start}. */
    public TestClock(Instant start) {
        this.now = start;
    }

    /** A clock that stands at noon of some day, UTC. */
    public static TestClock atNoon() {
        return new TestClock(Instant.parse("2024-05-01T12:00:00Z"));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the clock by {@code time}. */
    public synchronized void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("TURNOUT-0327 a clock does not run backwards: " + time);
        }
        now = now.plus(time);
    }

    /** Moves the clock to {@code then}, if that is later. */
    public synchronized void advanceTo(Instant then) {
        if (then.isAfter(now)) {
            now = then;
        }
    }
}
