// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import dev.turnout.bridge.jobrunr.AwaitingPerformerFactory;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobrunr.storage.StorageProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server on a storage provider may call itself. The provider itself is looked at, also inside what JobRunr puts around it, so
 * nobody has to say how it was made. Classes are known by their names here: an application on another store has no Redis client.
 */
final class StorageLevel {
    static final String DROP_IN = "drop-in";
    static final String GUARDED = "guarded";
    static final String AWAITING = "awaiting";

    private static final Logger LOG = LoggerFactory.getLogger(StorageLevel.class);
    private static final String STOCK = "stock";
    private static final String OURS = "dev.turnout.bridge.jobrunr.RedisLayoutProvider";
    private static final String JOBRUNRS = "org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider";
    private static final String AROUND = "org.jobrunr.storage.ThreadSafeStorageProvider";
    private static final String POOL = "dev.turnout.bridge.jobrunr7.GuardedPool";

    private StorageLevel() {}

    /** {@code drop-in} for our provider, {@code guarded} for JobRunr's on a {@link GuardedPool}, else {@code awaiting}. */
    static String of(StorageProvider storage) {
        Object inner = as(storage, AROUND)
                .map(type -> field(type, "storageProvider", storage))
                .orElse(storage);
        if (as(inner, OURS).isPresent()) {
            return DROP_IN;
        }
        return as(inner, JOBRUNRS)
                .map(type -> field(type, "pool", inner))
                .filter(pool -> as(pool, POOL).isPresent())
                .map(pool -> GUARDED)
                .orElse(AWAITING);
    }

    /** Whether it is JobRunr's own provider for Redis. */
    static boolean isJobRunrs(StorageProvider storage) {
        return as(storage, JOBRUNRS).isPresent();
    }

    /** The same as {@link #of}, but {@code stock} where our performer is not in charge. */
    static String announced(StorageProvider storage) {
        if (!AwaitingPerformerFactory.wouldBeChosen()) {
            LOG.error(
                    "TURNOUT-0409 Another extension of JobRunr replaces our performer, so stages would not be awaited."
                            + " This server announces itself as stock. Take the other one out, or lower its priority.");
            return STOCK;
        }
        return of(storage);
    }

    private static Optional<Class<?>> as(Object thing, String name) {
        return Stream.<Class<?>>iterate(thing.getClass(), type -> type != null, Class::getSuperclass)
                .filter(type -> type.getName().equals(name))
                .findFirst();
    }

    private static Object field(Class<?> type, String name, Object owner) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException | RuntimeException hidden) {
            LOG.warn(
                    "TURNOUT-0680 The field {} of {} cannot be read, so a guarded server would be taken for an awaiting one: {}."
                            + " Is this JobRunr 7.5.3? Say the level yourself: LegacyBeat.start(client, server, prefix, \"guarded\").",
                    name,
                    type.getName(),
                    hidden.toString());
            return owner;
        }
    }
}
