// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The share of a task's jobs that the async pool may claim. A job falls on the same side every time: its id decides, and
 * a job that is the async pool's at 10 % still is at 20 %. The scripts compute the very same, in {@code lib/route.lua}.
 *
 * @param percent 0 to 100
 */
public record Route(int percent) {
    /** All jobs are the legacy pool's. */
    public static final Route LEGACY = new Route(0);

    /** All jobs are the async pool's. */
    public static final Route ASYNC = new Route(100);

    private static final int BUCKETS = 10_000;
    private static final Pattern RECORD = Pattern.compile("[0-9]{1,3}");
    private static final long UNSIGNED = 0xFFFFFFFFL;

    /** @throws IllegalArgumentException if {@code percent} is not from 0 to 100 */
    public Route {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(
                    "TURNOUT-0352 a route of " + percent + " % makes no sense; give a whole number from 0 to 100");
        }
    }

    /** Reads a route record; empty if it cannot be read, which means legacy. */
    public static Optional<Route> parse(String record) {
        return Optional.of(record)
                .filter(text -> RECORD.matcher(text).matches())
                .map(Integer::valueOf)
                .filter(percent -> percent <= 100)
                .map(Route::new);
    }

    /** Whether the async pool may claim the job of this id. */
    public boolean allows(String jobId) {
        return percent == 100 || percent > 0 && bucket(jobId) < percent * (BUCKETS / 100);
    }

    private static int bucket(String jobId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(jobId.getBytes(StandardCharsets.UTF_8));
            return (int) ((ByteBuffer.wrap(digest).getInt() & UNSIGNED) % BUCKETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("TURNOUT-0502 this JDK has no SHA-1, which routes are computed with", e);
        }
    }

    @Override
    public String toString() {
        return percent == 0 ? "legacy" : percent == 100 ? "async" : percent + " % async";
    }
}
