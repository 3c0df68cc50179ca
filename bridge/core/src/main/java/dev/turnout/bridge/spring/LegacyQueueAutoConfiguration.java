// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.spring;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.Dialect;
import dev.turnout.runtime.queue.Queue;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * A {@link LegacyQueue} for the worker where {@code turnout.queue.layout=jobrunr}: over {@code turnout.queue.redis-uri} if
 * that is set, else over the application's {@link RedisClient}.
 *
 * <p>Properties: {@code turnout.queue.key-prefix}, or else {@code org.jobrunr.database.table-prefix}; {@code
 * turnout.queue.head-room} (-1: by the servers); {@code turnout.worker.lease}; {@code turnout.worker.slots}; {@code
 * turnout.worker.name}, by default the host's name; {@code turnout.queue.dialect} (jackson, gson or jsonb), by default what a bean
 * of type {@link Dialect} says.
 *
 * <p>A Redis that is away when the application starts does not keep it from starting: it is waited for, and meanwhile calls
 * fail as in an outage.
 */
@AutoConfiguration(beforeName = "dev.turnout.runtime.spring.TurnoutAutoConfiguration")
@ConditionalOnProperty(name = "turnout.queue.layout", havingValue = "jobrunr")
public class LegacyQueueAutoConfiguration {
    /** @throws IllegalStateException if there is neither an address nor a client, or the dialect is none */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(Queue.class)
    LegacyQueue turnoutQueue(
            Environment env, ObjectProvider<RedisClient> clients, ObjectProvider<Dialect> applications) {
        LegacyQueueOptions options = options(env).dialect(dialect(env, applications));
        String uri = env.getProperty("turnout.queue.redis-uri", "");
        if (!uri.isEmpty()) {
            return isCommand(env) ? LegacyQueue.open(uri, options) : LegacyQueue.awaiting(uri, options);
        }
        RedisClient client = clients.getIfUnique();
        if (client == null) {
            throw new IllegalStateException("TURNOUT-0340 turnout.queue.layout=jobrunr needs a Redis: set"
                    + " turnout.queue.redis-uri, or define one bean of type io.lettuce.core.RedisClient");
        }
        return isCommand(env) ? LegacyQueue.open(client, options) : LegacyQueue.awaiting(client, options);
    }

    /** Started by {@code turnout worker}, which ends with an exit code where no Redis is. */
    private static boolean isCommand(Environment env) {
        return env.containsProperty(ProcessAutoConfiguration.RUN);
    }

    private static Dialect dialect(Environment env, ObjectProvider<Dialect> applications) {
        String name = env.getProperty("turnout.queue.dialect", "");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "" -> applications.getIfAvailable(() -> Dialect.JACKSON);
            case "jackson" -> Dialect.JACKSON;
            case "gson" -> Dialect.GSON;
            case "jsonb" -> Dialect.JSONB;
            default ->
                throw new IllegalStateException("TURNOUT-0646 turnout.queue.dialect is '" + name
                        + "', which is no mapper of" + " JobRunr's. Set jackson, gson or jsonb, or leave it out.");
        };
    }

    private static LegacyQueueOptions options(Environment env) {
        String prefix =
                env.getProperty("turnout.queue.key-prefix", env.getProperty("org.jobrunr.database.table-prefix", ""));
        Duration lease = DurationStyle.detectAndParse(env.getProperty("turnout.worker.lease", "10s"));
        LegacyQueueOptions named = LegacyQueueOptions.with();
        return named.worker(named.workerId(), env.getProperty("turnout.worker.name", named.workerName()))
                .keyPrefix(prefix)
                .lease(lease)
                .slots(env.getProperty("turnout.worker.slots", Integer.class, 64))
                .headRoom(env.getProperty("turnout.queue.head-room", Integer.class, -1));
    }
}
