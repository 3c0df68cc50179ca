// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import dev.turnout.bridge.jobrunr.AwaitingWorkerPolicy;
import dev.turnout.bridge.jobrunr7.GuardedPool;
import dev.turnout.bridge.jobrunr7.LegacyBeat;
import dev.turnout.bridge.jobrunr7.TurnoutStorageProvider;
import dev.turnout.bridge.wire.LegacyKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.server.threadpool.PlatformThreadPoolJobRunrExecutor;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** A JobRunr 7.5.3 server. Its settings are system properties, see {@link Children}. */
@SuppressWarnings("deprecation") // the provider that users of 7.5.3 have; JobRunr announces its end
final class LegacyChild {
    private LegacyChild() {}

    public static void main(String[] none) throws Exception {
        String name = System.getProperty("name");
        String prefix = System.getProperty("prefix");
        String level = System.getProperty("level");
        RedisClient client = RedisClient.create(System.getProperty("redis"));
        Pen pen = new Pen(Path.of(System.getProperty("account")), name);
        RedisCommands<String, String> redis = client.connect().sync();
        TrialTasks tasks = new TrialTasks(pen, redis.getStatefulConnection().async());
        StorageProvider storage = storage(level, client, prefix);
        JacksonJsonMapper json = new JacksonJsonMapper();
        storage.setJobMapper(new JobMapper(json));
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(tasks);
            }
        };
        BackgroundJobServerWorkerPolicy threads = new DefaultBackgroundJobServerWorkerPolicy(
                Integer.getInteger("threads"), PlatformThreadPoolJobRunrExecutor::new);
        BackgroundJobServer server = new BackgroundJobServer(
                storage,
                json,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andName(name)
                        .andPollIntervalInSeconds(Integer.getInteger("poll"))
                        .andBackgroundJobServerWorkerPolicy(
                                level.equals("stock") ? threads : AwaitingWorkerPolicy.around(threads, activator)));
        if (level.equals("guarded")) {
            LegacyBeat.start(client, server, prefix);
        }
        server.start();
        if (level.equals("guarded")) {
            String beat = LegacyKeys.under(prefix).legacy(server.getId().toString());
            while (redis.exists(beat) == 0) { // until then it is taken for a stock one
                Thread.sleep(50);
            }
        }
        Children.say("UP " + name);
        Children.obey(command -> {
            switch (command) {
                case "pause" -> server.pauseProcessing();
                case "resume" -> server.resumeProcessing();
                case "stop" -> {
                    server.stop();
                    System.exit(0);
                }
                default -> throw new IllegalArgumentException(command);
            }
        });
    }

    static StorageProvider storage(String level, RedisClient client, String prefix) {
        return switch (level) {
            case "stock" -> new LettuceRedisStorageProvider(client, prefix);
            case "guarded" -> new LettuceRedisStorageProvider(GuardedPool.of(client), prefix);
            case "drop-in" -> new TurnoutStorageProvider(client, prefix);
            default -> throw new IllegalArgumentException("no level " + level);
        };
    }
}
