// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/**
 * A JobRunr 8.7 server and enqueuer on our drop-in. Compiled against 7.5.3, from which what is used here does not differ. Its
 * settings are system properties, see {@link Children}; commands are {@code work ID,ID…}, {@code recur NAME}, {@code pause} and
 * {@code stop}.
 */
final class EightChild {
    private static final String PROVIDER = "dev.turnout.bridge.jobrunr8.TurnoutStorageProvider";
    private static final int MILLIS = 5;

    private EightChild() {}

    public static void main(String[] none) throws Exception {
        String name = System.getProperty("name");
        RedisClient client = RedisClient.create(System.getProperty("redis"));
        Pen pen = new Pen(Path.of(System.getProperty("account")), name);
        TrialTasks tasks = new TrialTasks(pen, client.connect().async());
        StorageProvider storage = (StorageProvider) Class.forName(PROVIDER)
                .getConstructor(RedisClient.class, String.class)
                .newInstance(client, System.getProperty("prefix"));
        JacksonJsonMapper json = new JacksonJsonMapper();
        storage.setJobMapper(new JobMapper(json));
        BackgroundJobServerConfiguration settings =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration();
        settings.andName(name);
        settings.andPollIntervalInSeconds(Integer.getInteger("poll"));
        settings.andWorkerCount(Integer.getInteger("threads"));
        BackgroundJobServer server = new BackgroundJobServer(
                storage,
                json,
                new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(tasks);
                    }
                },
                settings);
        JobScheduler scheduler = new JobScheduler(storage, List.of());
        server.start();
        Children.say("UP " + name);
        Children.obey(command -> {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "work" -> work(scheduler, words[1].split(","));
                case "recur" -> recur(scheduler, words[1]);
                case "pause" -> server.pauseProcessing();
                case "stop" -> {
                    server.stop();
                    System.exit(0);
                }
                default -> throw new IllegalArgumentException(command);
            }
        });
    }

    private static void work(JobScheduler scheduler, String... ids) {
        for (String id : ids) {
            scheduler.<TrialTasks>enqueue(UUID.fromString(id), tasks -> tasks.work(id, MILLIS));
        }
    }

    private static void recur(JobScheduler scheduler, String name) {
        scheduler.<TrialTasks>scheduleRecurrently(name, "*/5 * * * * *", tasks -> tasks.tick(name));
    }
}
