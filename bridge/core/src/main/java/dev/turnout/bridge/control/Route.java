// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.JobId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of a task's jobs that the async pool may claim. A job falls on the same side every time: its id decides, or the
 * value of a key in its arguments, so that all jobs of one tenant stay together; and what is the async pool's at 10 % still is at
 * 20 %. A job whose key cannot be read goes over last, at 100 %. The scripts compute the very same, in {@code lib/route.lua}.
 *
 * @param percent 0 to 100
 * @param key what decides
 */
public record Route(int percent, RouteKey key) {
    /** All jobs are the legacy pool's. */
    public static final Route LEGACY = new Route(0);

    /** All jobs are the async pool's. */
    public static final Route ASYNC = new Route(100);

    private static final int PARTS = 100;
    private static final int BUCKETS = 10_000;
    private static final Pattern RECORD = Pattern.compile("([0-9]{1,3})(?: (\\S+))?");
    private static final long UNSIGNED = 0xFFFFFFFFL;

    /** @throws IllegalArgumentException if {@code percent} is not from 0 to 100 */
    public Route {
        if (percent < 0 || percent > PARTS) {
            throw new IllegalArgumentException(
                    "TURNOUT-0352 a route of " + percent + " % makes no sense; give a whole number from 0 to 100");
        }
    }

    /** A share by job id. */
    public Route(int percent) {
        this(percent, RouteKey.ID);
    }

    /** Reads a route record; empty if it cannot be read, which means legacy. */
    public static Optional<Route> parse(String record) {
        Matcher parts = RECORD.matcher(record);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > PARTS) {
            return Optional.empty();
        }
        int percent = Integer.parseInt(parts.group(1));
        return parts.group(2) == null
                ? Optional.of(new Route(percent))
                : RouteKey.parse(parts.group(2)).map(key -> new Route(percent, key));
    }

    /** The form that {@link #parse} reads. */
    public String record() {
        return key.equals(RouteKey.ID) ? Integer.toString(percent) : percent + " " + key.path();
    }

    /** Whether the async pool may claim the job of this id, with these arguments. */
    public boolean allows(JobId id, List<Argument> arguments) {
        return percent == PARTS || percent > 0 && part(key.valueOf(id, arguments)) < percent;
    }

    /** As {@link #allows(JobId, List)} for a job whose arguments nobody knows: no, if a key in them decides. */
    public boolean allows(String jobId) {
        return allows(new JobId(jobId), List.of());
    }

    private static int part(String value) {
        if (value.isEmpty()) {
            return PARTS;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(value.getBytes(StandardCharsets.UTF_8));
            return (int) ((ByteBuffer.wrap(digest).getInt() & UNSIGNED) % BUCKETS) / (BUCKETS / PARTS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("TURNOUT-0502 this JDK has no SHA-1, which routes are computed with", e);
        }
    }

    @Override
    public String toString() {
        String share = percent == 0 ? "legacy" : percent == PARTS ? "async" : percent + " % async";
        return key.equals(RouteKey.ID) ? share : share + " by " + key;
    }
}
