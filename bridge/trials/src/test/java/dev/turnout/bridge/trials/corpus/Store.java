// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.UUID;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.storage.StorageProvider;

/** Where one line keeps its jobs: a real Redis, under a prefix, through the line's own provider or through our drop-in for it. */
final class Store {
    /** JobRunr's own provider; JobRunr 8 has none. */
    static final String STOCK = "org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider";

    static final String DROP_IN_7 = "dev.turnout.bridge.jobrunr7.TurnoutStorageProvider";
    static final String DROP_IN_8 = "dev.turnout.bridge.jobrunr8.TurnoutStorageProvider";

    private final String type;
    private final String uri;
    private final String prefix;
    private final JobMapper mapper;
    private final RedisCommands<String, String> redis;
    private StorageProvider provider;

    /** @param type one of the constants above; a word, because no line has all of them */
    Store(String type, String uri, String prefix, JobMapper mapper) {
        this.type = type;
        this.uri = uri;
        this.prefix = prefix;
        this.mapper = mapper;
        this.redis = RedisClient.create(uri).connect().sync();
        this.provider = open();
    }

    private StorageProvider open() {
        try {
            StorageProvider opened = (StorageProvider) Class.forName(type)
                    .getConstructor(RedisClient.class, String.class)
                    .newInstance(RedisClient.create(uri), prefix);
            opened.setJobMapper(mapper);
            return opened;
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(type, missing);
        }
    }

    StorageProvider provider() {
        return provider;
    }

    /** As it lies in Redis. */
    String document(UUID id) {
        return redis.get(prefix + ":job:" + id);
    }

    /** As it lies in Redis. */
    String recurring(RecurringJob recurring) {
        return redis.get(prefix + ":recurringjob:" + recurring.getId());
    }

    /** Puts a document where the provider looks for it, as if it had been stored. */
    void lay(UUID id, String document) {
        redis.set(prefix + ":job:" + id, document);
    }

    /** A provider with fresh connections: JobRunr's own, when it refused an argument, leaves its connection in a transaction. */
    void renew() {
        provider = open();
    }
}
