// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr7.TurnoutStorageProvider;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.lambdas.IocJobLambda;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** A JobRunr 7.5.3 application: its own provider on its own pool, or ours, and a server at its smallest poll interval, 5 s. */
final class LegacyPool implements AutoCloseable {
    static final int POLL_SECONDS = 5;

    final Shed shed = new Shed();
    final StorageProvider storage;
    final JobScheduler scheduler;
    private final JacksonJsonMapper json = new JacksonJsonMapper();
    private BackgroundJobServer server;

    @SuppressWarnings("deprecation") // the provider that users have
    LegacyPool(String uri, String prefix) {
        this(RedisClient.create(uri), client -> new LettuceRedisStorageProvider(client, prefix));
    }

    /** One that has our provider in place of JobRunr's. */
    static LegacyPool dropIn(String uri, String prefix) {
        return new LegacyPool(RedisClient.create(uri), client -> new TurnoutStorageProvider(client, prefix));
    }

    private LegacyPool(RedisClient client, Function<RedisClient, StorageProvider> provider) {
        storage = provider.apply(client);
        storage.setJobMapper(new JobMapper(json));
        scheduler = new JobScheduler(storage, List.of());
        server = server(1);
    }

    /** As it is without a jar of ours. */
    LegacyPool startStock(int workers) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithoutUs(before));
        try {
            server = server(workers);
            server.start();
        } finally {
            thread.setContextClassLoader(before);
        }
        return this;
    }

    /** With our jar on the class path, which is all that it needs. */
    LegacyPool startAwaiting(int workers) {
        server = server(workers);
        server.start();
        return this;
    }

    private BackgroundJobServer server(int workers) {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(shed);
            }
        };
        return new BackgroundJobServer(
                storage,
                json,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(workers)
                        .andPollInterval(Duration.ofSeconds(POLL_SECONDS)));
    }

    UUID enqueue(IocJobLambda<Shed> job) {
        UUID id = UUID.randomUUID();
        scheduler.enqueue(id, job);
        return id;
    }

    void notes(int count) {
        for (int i = 0; i < count; i++) {
            String name = "note-" + i;
            enqueue(shed -> shed.note(name));
        }
    }

    UUID serverId() {
        return server.getId();
    }

    boolean runs() {
        return server.isRunning();
    }

    String health() {
        return runs() ? "the server runs" : "the server has stopped itself";
    }

    StateName state(UUID id) {
        return storage.getJobById(new JobId(id)).getState();
    }

    long count(StateName state) {
        return storage.countJobs(state);
    }

    void awaitState(UUID id, StateName state) {
        await(state + " of " + id).atMost(Duration.ofSeconds(60)).until(() -> state(id) == state);
    }

    /** Without waiting: JobRunr's housekeeping threads take up to 10 s to go. */
    @Override
    public void close() {
        shed.release.countDown();
        Thread stopper = new Thread(server::stop, "stopper");
        stopper.setDaemon(true);
        stopper.start();
    }

    /** Hides the service through which JobRunr finds our performer. */
    private static final class WithoutUs extends ClassLoader {
        WithoutUs(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> all = Collections.list(super.getResources(name));
            all.removeIf(url -> name.startsWith("META-INF/services/org.jobrunr") && isOurs(url));
            return Collections.enumeration(all);
        }

        private static boolean isOurs(URL url) {
            try (InputStream text = url.openStream()) {
                return new String(text.readAllBytes(), StandardCharsets.UTF_8).contains("dev.turnout");
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
