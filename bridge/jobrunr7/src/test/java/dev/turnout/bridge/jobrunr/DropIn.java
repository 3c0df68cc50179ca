// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.jobrunr7.TurnoutStorageProvider;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jobrunr.utils.mapper.jsonb.JsonbJsonMapper;

/** What differs between the lines for the tests of both: here JobRunr 7. */
final class DropIn {
    static final int LINE = 7;
    static final Duration SHORTEST_POLL = Duration.ofSeconds(5);

    private DropIn() {}

    /** The provider that users of this line have without us. */
    @SuppressWarnings("deprecation") // JobRunr announces its end
    static StorageProvider usual(RedisClient client, String prefix) {
        return new org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider(client, prefix);
    }

    static StorageProvider provider(RedisClient client) {
        return new TurnoutStorageProvider(client);
    }

    static StorageProvider provider(RedisClient client, String prefix) {
        return new TurnoutStorageProvider(client, prefix);
    }

    static StorageProvider provider(RedisClient client, String prefix, boolean afterCommit) {
        return new TurnoutStorageProvider(client, prefix, afterCommit);
    }

    /** The providers that a dashboard may have: ours, and JobRunr's own. */
    static List<String> stores() {
        return List.of("drop-in", "JobRunr's own");
    }

    @SuppressWarnings("deprecation") // the provider that users have
    static StorageProvider store(String name, RedisClient client) {
        return name.equals("drop-in")
                ? provider(client, DropInRig.PREFIX)
                : new LettuceRedisStorageProvider(client, DropInRig.PREFIX);
    }

    static Stream<JsonMapper> mappers() {
        return Stream.of(new JacksonJsonMapper(), new GsonJsonMapper(), new JsonbJsonMapper());
    }

    /** Whether a recurring job has an instance that waits or runs. */
    static boolean isUnderWay(StorageProvider provider, String recurringId) {
        return provider.recurringJobExists(recurringId, StateName.SCHEDULED, StateName.ENQUEUED, StateName.PROCESSING);
    }
}
