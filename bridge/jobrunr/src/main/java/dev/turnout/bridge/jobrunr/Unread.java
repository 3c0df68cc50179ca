// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.StoredJob;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Jobs that this application could not read: each as it lay, with the time of the last try. What was changed since is another job.
 * Holds a bounded number, and forgets the oldest first. Safe for use by several threads.
 */
final class Unread {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, Try> tries = new LinkedHashMap<>();
    private final int most;
    private final LongSupplier nanos;
    private boolean overflowed;

    Unread(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /**
     * Remembers a job as tried just now.
     *
     * @return whether another had to be forgotten for it, for the first time
     */
    synchronized boolean note(StoredJob job) {
        tries.remove(job.id());
        tries.put(job.id(), new Try(job.version(), job.body().hashCode(), nanos.getAsLong()));
        if (tries.size() <= most) {
            return false;
        }
        tries.remove(tries.keySet().iterator().next());
        boolean first = !overflowed;
        overflowed = true;
        return first;
    }

    /** Whether it could not be read as it lies, whenever that was. */
    synchronized boolean knows(StoredJob job) {
        Try last = tries.get(job.id());
        return last != null
                && last.version.equals(job.version())
                && last.body == job.body().hashCode();
    }

    /** Whether it could not be read as it lies, within the last minute. */
    synchronized boolean isRecent(StoredJob job) {
        return knows(job) && nanos.getAsLong() - tries.get(job.id()).at < MINUTE;
    }

    /** Ids and versions of all. */
    synchronized Map<String, String> all() {
        Map<String, String> versions = new HashMap<>();
        tries.forEach((id, last) -> versions.put(id, last.version));
        return versions;
    }

    /** Forgets what was tried more than a minute ago: it may be tried again. */
    synchronized void forgetOld() {
        long now = nanos.getAsLong();
        tries.values().removeIf(last -> now - last.at >= MINUTE);
    }

    private record Try(String version, int body, long at) {}
}
