// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.jobrunr8.TurnoutStorageProvider;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jobrunr.utils.mapper.jsonb.JsonbJsonMapper;

/** What differs between the lines for the tests of both: here JobRunr 8. */
final class DropIn {
    static final int LINE = 8;
    static final Duration SHORTEST_POLL = Duration.ofMillis(200);

    private DropIn() {}

    /** This line has no provider of its own for Redis. */
    static StorageProvider usual(RedisClient client, String prefix) {
        return provider(client, prefix, false);
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

    /** The providers that a dashboard may have: ours, because JobRunr 8 has none on Redis. */
    static List<String> stores() {
        return List.of("drop-in");
    }

    static StorageProvider store(String name, RedisClient client) {
        return provider(client, DropInRig.PREFIX);
    }

    static Stream<JsonMapper> mappers() {
        return Stream.of(
                new JacksonJsonMapper(), new GsonJsonMapper(), new JsonbJsonMapper(), new Jackson3JsonMapper());
    }

    /** Whether a recurring job has an instance that waits or runs. */
    static boolean isUnderWay(StorageProvider provider, String recurringId) {
        return provider.getRecurringJobLatestScheduledInstant(
                        recurringId, StateName.SCHEDULED, StateName.ENQUEUED, StateName.PROCESSING)
                != null;
    }
}
