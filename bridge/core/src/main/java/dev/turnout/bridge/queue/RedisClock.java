// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Redis' time as last read, carried on by the monotonic clock. For times that we write into documents; leases are judged
 * in scripts.
 */
final class RedisClock {
    private static final long NANOS_PER_MICRO = 1_000;

    private final LongSupplier nanos;
    private volatile Reading last;

    RedisClock() {
        this(System::nanoTime);
    }

    RedisClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = new Reading(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), nanos.getAsLong());
    }

    void read(long micros) {
        last = new Reading(micros, nanos.getAsLong());
    }

    long micros() {
        Reading reading = last;
        return reading.micros + (nanos.getAsLong() - reading.nanos) / NANOS_PER_MICRO;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    Instant now() {
        return instant(micros());
    }

    private record Reading(long micros, long nanos) {}
}
