// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.corpus;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.UUID;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;

/** The line's own provider on a real Redis. */
final class RedisStore implements Pen.Store {
    private final String uri;
    private final String prefix;
    private final RedisCommands<String, String> redis;
    private StorageProvider provider;

    RedisStore(String uri, String prefix) {
        this.uri = uri;
        this.prefix = prefix;
        this.redis = RedisClient.create(uri).connect().sync();
        this.provider = open();
    }

    @SuppressWarnings("deprecation") // the provider that users have
    private StorageProvider open() {
        return new LettuceRedisStorageProvider(RedisClient.create(uri), prefix);
    }

    @Override
    public StorageProvider provider() {
        return provider;
    }

    @Override
    public String document(UUID id) {
        return redis.get(prefix + ":job:" + id);
    }

    @Override
    public String recurring(RecurringJob recurring) {
        return redis.get(prefix + ":recurringjob:" + recurring.getId());
    }

    @Override
    public void renew(Pen.Utf8Mapper mapper) {
        provider = open();
        provider.setJobMapper(mapper);
    }
}
