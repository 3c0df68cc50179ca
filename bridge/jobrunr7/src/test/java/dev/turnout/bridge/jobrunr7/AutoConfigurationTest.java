// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.AwaitingAutoConfiguration;
import dev.turnout.bridge.jobrunr.Depot;
import dev.turnout.bridge.jobrunr.DialectAutoConfiguration;
import dev.turnout.bridge.jobrunr.JobRunrDialect;
import dev.turnout.bridge.jobrunr.JobRunrSurroundings;
import dev.turnout.bridge.jobrunr.SurroundingsAutoConfiguration;
import dev.turnout.bridge.jobrunr.Yard;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.spring.LegacyQueueAutoConfiguration;
import dev.turnout.bridge.wire.Dialect;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.spring.TaskQueueAutoConfiguration;
import dev.turnout.runtime.spring.TurnoutAutoConfiguration;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrInMemoryStorageAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrLettuceRedisClientStorageAutoConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.ThreadSafeStorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A Boot application with JobRunr's starter, as it is, and our jar beside it. */
@SuppressWarnings("deprecation") // the provider is; it is what the starter makes
@Tag("redis")
class AutoConfigurationTest {
    private static RedisProcess redis;
    private static RedisClient watcher;

    private final ApplicationContextRunner starter = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JobRunrAutoConfiguration.class,
                    JobRunrInMemoryStorageAutoConfiguration.class,
                    JobRunrLettuceRedisClientStorageAutoConfiguration.class,
                    AwaitingAutoConfiguration.class,
                    DropInAutoConfiguration.class,
                    GuardedAutoConfiguration.class,
                    LegacyBeatAutoConfiguration.class,
                    PoolPropertyAutoConfiguration.class,
                    SurroundingsAutoConfiguration.class));
    private final ApplicationContextRunner application = starter.withUserConfiguration(Application.class)
            .withPropertyValues("org.jobrunr.database.type=redis-lettuce", "org.jobrunr.database.table-prefix=app");

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
        watcher = RedisClient.create(redis.uri());
    }

    @AfterAll
    static void stopRedis() {
        watcher.shutdown();
        redis.close();
    }

    @Test
    void argumentsOfNewJobsAreWrittenByTheApplicationsOwnMapper() {
        ApplicationContextRunner async =
                application.withConfiguration(AutoConfigurations.of(DialectAutoConfiguration.class));
        async.withPropertyValues("turnout.queue.layout=jobrunr")
                .run(context -> assertThat(context).hasSingleBean(JobRunrDialect.class));
        async.run(context -> assertThat(context).doesNotHaveBean(Dialect.class));
    }

    @Test
    void anApplicationPutsJobsInThroughOneBeanAndReadsThemThroughJobRunrs() {
        application
                .withConfiguration(AutoConfigurations.of(
                        TaskQueueAutoConfiguration.class,
                        TurnoutAutoConfiguration.class,
                        LegacyQueueAutoConfiguration.class,
                        DialectAutoConfiguration.class))
                .withPropertyValues("turnout.queue.layout=jobrunr")
                .run(context -> {
                    var sent = context.getBean(TaskQueue.class)
                            .blocking()
                            .enqueue(Yard::plain, "coal")
                            .labels("heavy")
                            .send();

                    var job = context.getBean(StorageProvider.class)
                            .getJobById(UUID.fromString(sent.id().value()));
                    assertThat(job.getJobDetails().getJobParameterValues()).containsExactly("coal");
                    assertThat(job.getLabels()).containsExactly("heavy");
                });
    }

    @Test
    void starterKeepsItsProviderWithoutTheProperty() {
        application.run(context -> assertThat(context)
                .hasSingleBean(StorageProvider.class)
                .hasBean("storageProvider")
                .doesNotHaveBean(GuardedPool.class));
    }

    @Test
    void propertyPutsJobRunrsProviderOnTheGuardedPool() {
        application.withPropertyValues("turnout.legacy.pool=guarded").run(context -> {
            assertThat(context).hasSingleBean(StorageProvider.class).hasSingleBean(GuardedPool.class);
            assertThat(context.getBean("storageProvider")).isInstanceOf(LettuceRedisStorageProvider.class);

            JobId id = context.getBean(JobScheduler.class).<Yard>enqueue(yard -> yard.plain("coal"));

            assertThat(context.getBean(GuardedPool.class).getNumIdle()).isPositive();
            try (StatefulRedisConnection<String, String> connection = watcher.connect()) {
                assertThat(connection.sync().exists("app:job:" + id)).isEqualTo(1);
            }
        });
    }

    @Test
    void propertyPutsTheDropInInThePlaceOfJobRunrsProvider() {
        application.withPropertyValues("turnout.legacy.pool=drop-in").run(context -> {
            assertThat(context).hasSingleBean(StorageProvider.class).doesNotHaveBean(GuardedPool.class);
            assertThat(context.getBean("storageProvider")).isInstanceOf(TurnoutStorageProvider.class);

            JobId id = context.getBean(JobScheduler.class).<Yard>enqueue(yard -> yard.plain("coal"));

            try (StatefulRedisConnection<String, String> connection = watcher.connect()) {
                assertThat(connection.sync().get("app:job:" + id + ":version")).isEqualTo("1");
            }
        });
    }

    @Test
    void applicationsOwnProviderIsLeftAlone() {
        application
                .withPropertyValues("turnout.legacy.pool=guarded")
                .withBean("mine", StorageProvider.class, org.jobrunr.storage.InMemoryStorageProvider::new)
                .run(context ->
                        assertThat(context).hasSingleBean(StorageProvider.class).doesNotHaveBean(GuardedPool.class));
    }

    @Test
    void providerOfTheApplicationOnOurPoolIsAnnouncedAsGuarded() {
        levelOf(Own.class, "guarded");
    }

    @Test
    void andOneOnItsOwnPoolIsNot() {
        levelOf(OwnStock.class, "awaiting");
    }

    private void levelOf(Class<?> configuration, String level) {
        application
                .withUserConfiguration(configuration)
                .withPropertyValues(
                        "org.jobrunr.background-job-server.enabled=true",
                        "org.jobrunr.background-job-server.worker-count=1",
                        "org.jobrunr.background-job-server.poll-interval-in-seconds=5")
                .run(context -> {
                    String key = "app:turnout:legacy:"
                            + context.getBean(BackgroundJobServer.class).getId();
                    await().atMost(Duration.ofSeconds(30)).until(() -> read(key).get("level"), said -> said != null);
                    assertThat(read(key)).containsEntry("level", level);
                });
    }

    @Test
    void levelIsSeenThroughWhatJobRunrPutsAroundAProvider() {
        StorageProvider own = new Own().storageProvider(watcher);
        assertThat(StorageLevel.of(new ThreadSafeStorageProvider(own))).isEqualTo("guarded");
        assertThat(StorageLevel.of(new org.jobrunr.storage.InMemoryStorageProvider()))
                .isEqualTo("awaiting");
        own.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropin", "drop_in", "gaurded"})
    void aTypoInThePropertyEndsTheStart(String value) {
        application
                .withPropertyValues("turnout.legacy.pool=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("TURNOUT-0677 turnout.legacy.pool=" + value)
                        .hasMessageContaining("guarded, drop-in"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guarded", "drop-in"})
    void thePropertyWithoutAClientEndsTheStart(String value) {
        starter.withPropertyValues("turnout.legacy.pool=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("TURNOUT-0678")
                        .hasMessageContaining("io.lettuce.core.RedisClient"));
    }

    @Test
    void andSoDoesThePropertyBesideAProviderOfJobRunrsThatIsNotGuarded() {
        application
                .withUserConfiguration(OwnStock.class)
                .withPropertyValues("turnout.legacy.pool=guarded")
                .run(context -> assertThat(context).getFailure().hasMessageContaining("TURNOUT-0678"));
    }

    @Test
    void serverAwaitsTwinsOfBeansAndAnnouncesItsLevelUntilItStops() {
        String[] key = new String[1];
        application
                .withPropertyValues(
                        "turnout.legacy.pool=guarded",
                        "turnout.legacy.in-flight=20",
                        "org.jobrunr.background-job-server.enabled=true",
                        "org.jobrunr.background-job-server.worker-count=2",
                        "org.jobrunr.background-job-server.poll-interval-in-seconds=5")
                .run(context -> {
                    BackgroundJobServer server = context.getBean(BackgroundJobServer.class);
                    Yard yard = context.getBean(Yard.class);
                    StorageProvider storage = context.getBean(StorageProvider.class);
                    key[0] = "app:turnout:legacy:" + server.getId();
                    assertThat(server.getWorkDistributionStrategy().getWorkerCount())
                            .isEqualTo(20);

                    JobScheduler scheduler = context.getBean(JobScheduler.class);
                    for (int i = 0; i < 10; i++) {
                        scheduler.<Yard>enqueue(each -> each.haul("coal"));
                    }

                    await().atMost(Duration.ofSeconds(30)).until(() -> yard.open.size() == 10);
                    Map<String, String> said = read(key[0]);
                    assertThat(said).containsEntry("level", "guarded").containsKeys("host", "pid");
                    assertThat(said.get("updated")).hasSize(16);
                    yard.open.forEach(end -> end.complete(null));
                    await().atMost(Duration.ofSeconds(30)).until(() -> storage.countJobs(StateName.SUCCEEDED) == 10);
                    assertThat(yard.facades).hasValue(0);
                });

        assertThat(read(key[0])).isEmpty();
    }

    @Test
    void serverOnTheDropInSaysSoAndWhichFiltersItRuns() {
        application
                .withPropertyValues(
                        "turnout.legacy.pool=drop-in",
                        "org.jobrunr.background-job-server.enabled=true",
                        "org.jobrunr.background-job-server.worker-count=2",
                        "org.jobrunr.background-job-server.poll-interval-in-seconds=5")
                .withBean(ServerFilters.class)
                .run(context -> {
                    String id =
                            context.getBean(BackgroundJobServer.class).getId().toString();
                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(read("app:turnout:legacy:" + id))
                                    .containsEntry("level", "drop-in")
                                    .containsEntry("filters", Depot.At.class.getName()));
                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(read("app:backgroundjobserver:" + id))
                                    .containsEntry("turnout", "drop-in")
                                    .containsEntry("turnoutFilters", Depot.At.class.getName()));
                });
    }

    /** Gives JobRunr's server a filter, as applications on a starter do. */
    static final class ServerFilters implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof BackgroundJobServer server) {
                server.setJobFilters(List.of(new Depot.At()));
            }
            return bean;
        }
    }

    @Test
    void bootFindsOurConfigurationsByItself() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(
                        AwaitingAutoConfiguration.class.getName(),
                        DropInAutoConfiguration.class.getName(),
                        DialectAutoConfiguration.class.getName(),
                        TaskQueueAutoConfiguration.class.getName(),
                        GuardedAutoConfiguration.class.getName(),
                        LegacyBeatAutoConfiguration.class.getName(),
                        PoolPropertyAutoConfiguration.class.getName(),
                        SurroundingsAutoConfiguration.class.getName());
    }

    @Test
    void applicationOnAnotherStoreNeedsNoRedisOnItsClassPath() {
        starter.withClassLoader(new FilteredClassLoader("io.lettuce", "org.apache.commons.pool2"))
                .withPropertyValues(
                        "org.jobrunr.database.type=mem",
                        "turnout.legacy.pool=guarded",
                        "org.jobrunr.background-job-server.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("turnoutLegacyBeat"));
    }

    @Test
    void workerOnJobRunrsLayoutGetsItsSurroundingsWithTheFilterBeans() {
        application
                .withPropertyValues("turnout.queue.layout=jobrunr")
                .withBean(JobFilter.class, () -> new JobFilter() {})
                .run(context -> assertThat(context)
                        .hasSingleBean(JobRunrSurroundings.class)
                        .doesNotHaveBean(BackgroundJobServer.class)
                        .doesNotHaveBean(LegacyBeat.class));
    }

    @Test
    void workerBesideAServerRunsTheServersFiltersAndNotTheBeans() {
        ApplicationContextRunner worker = application
                .withConfiguration(AutoConfigurations.of(LegacyQueueAutoConfiguration.class))
                .withPropertyValues("turnout.queue.layout=jobrunr")
                .withBean(JobFilter.class, Unheard::new)
                .withBean(ServerFilters.class);

        worker.withPropertyValues(
                        "org.jobrunr.background-job-server.enabled=true",
                        "org.jobrunr.background-job-server.worker-count=2",
                        "org.jobrunr.background-job-server.poll-interval-in-seconds=5")
                .run(context -> assertThat(saidFilters(context.getBean(LegacyQueue.class)))
                        .containsExactly(Depot.At.class.getName()));
        worker.run(context ->
                assertThat(saidFilters(context.getBean(LegacyQueue.class))).containsExactly(Unheard.class.getName()));
    }

    /** A filter bean: JobRunr's starter has no use for it. */
    static final class Unheard implements JobServerFilter {}

    @Test
    void everyQueueOfTheApplicationIsToldOfTheSurroundings() {
        application
                .withPropertyValues("turnout.queue.layout=jobrunr")
                .withBean(JobFilter.class, Unheard::new)
                .withBean("one", LegacyQueue.class, () -> queue("app"))
                .withBean("two", LegacyQueue.class, () -> queue("other"))
                .run(context -> assertThat(
                                context.getBeansOfType(LegacyQueue.class).values())
                        .hasSize(2)
                        .allSatisfy(queue -> assertThat(saidFilters(queue)).containsExactly(Unheard.class.getName())));
    }

    private static LegacyQueue queue(String prefix) {
        return LegacyQueue.open(watcher, LegacyQueueOptions.with().keyPrefix(prefix));
    }

    private static List<String> saidFilters(LegacyQueue queue) {
        queue.presence().announce().toCompletableFuture().join();
        try (StatefulRedisConnection<String, String> connection = watcher.connect()) {
            List<String> said = connection.sync().keys("*:turnout:worker:*").stream()
                    .filter(key -> connection.sync().type(key).equals("hash"))
                    .map(key -> connection.sync().hget(key, "filters"))
                    .filter(names -> names != null && !names.isEmpty())
                    .toList();
            queue.presence().leave().toCompletableFuture().join();
            return said;
        }
    }

    @Test
    void workersQueueIsToldWhichTasksTheSurroundingsCannotHonour() {
        TaskAddress needy = new TaskAddress(Depot.class.getName(), "needy", List.of("java.lang.String"));
        TaskAddress good = new TaskAddress(Depot.class.getName(), "good", List.of("java.lang.String"));
        application
                .withConfiguration(AutoConfigurations.of(LegacyQueueAutoConfiguration.class))
                .withPropertyValues("turnout.queue.layout=jobrunr")
                .run(context -> {
                    LegacyQueue queue = context.getBean(LegacyQueue.class);
                    queue.claims().claim(Demand.of(1, Set.of(needy, good)));

                    try (StatefulRedisConnection<String, String> connection = watcher.connect()) {
                        String unfit = "app:turnout:worker:*:unfit";
                        await().until(() -> connection.sync().keys(unfit).size() == 1);
                        assertThat(connection
                                        .sync()
                                        .hgetall(connection.sync().keys(unfit).get(0)))
                                .containsOnlyKeys(needy.toString());
                    }
                });
    }

    private static Map<String, String> read(String key) {
        try (StatefulRedisConnection<String, String> connection = watcher.connect()) {
            return connection.sync().hgetall(key);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        StorageProvider storageProvider(RedisClient client) {
            LettuceRedisStorageProvider provider = new LettuceRedisStorageProvider(GuardedPool.of(client), "app");
            provider.setJobMapper(new JobMapper(new JacksonJsonMapper()));
            return provider;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStock {
        @Bean
        StorageProvider storageProvider(RedisClient client) {
            LettuceRedisStorageProvider provider = new LettuceRedisStorageProvider(client, "app");
            provider.setJobMapper(new JobMapper(new JacksonJsonMapper()));
            return provider;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @Bean(destroyMethod = "shutdown")
        RedisClient redisClient() {
            return RedisClient.create(redis.uri());
        }

        @Bean
        Yard yard() {
            return new Yard();
        }
    }
}
