// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that this worker leaves alone: those it cannot read, and those its worker gave back as not runnable. The entry
 * stays in the queue, with its document as it was; the reason is kept beside it and logged once; after a minute it is looked at again.
 */
final class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
    private static final int MOST = 10_000;
    private static final long AGAIN_AFTER_NANOS = 60_000_000_000L;

    private final LegacyRedis redis;
    private final LongSupplier nanos;
    private final Map<String, Long> since = new LinkedHashMap<>();

    Parking(LegacyRedis redis, LongSupplier nanos) {
        this.redis = redis;
        this.nanos = nanos;
    }

    void park(String id, String reason) {
        boolean first;
        synchronized (since) {
            first = since.put(id, nanos.getAsLong()) == null;
            if (since.size() > MOST) {
                since.remove(since.keySet().iterator().next());
            }
        }
        if (first) {
            LOG.warn(
                    "TURNOUT-0320 job {} was left alone: {}. It stays in the queue as it was, and its reason is in {}.",
                    id,
                    reason,
                    redis.keys().parked());
        }
        redis.run(LegacyScript.PARK, Integer.toString(MOST), id, reason).whenComplete((reply, thrown) -> {
            if (thrown != null) {
                LOG.debug("The reason for job {} was not stored.", id, thrown);
            }
        });
    }

    boolean holds(String id) {
        synchronized (since) {
            Long parked = since.get(id);
            return parked != null && nanos.getAsLong() - parked < AGAIN_AFTER_NANOS;
        }
    }
}
