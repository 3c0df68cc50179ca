// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.Yard;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.DeletedState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JobRunr's Redis provider on its own pool and on ours, see also the hazards; each provider has one borrower, so connections come again. */
@SuppressWarnings("deprecation") // the provider is; it is what we guard
@Tag("redis")
class GuardedPoolTest {
    private static RedisProcess redis;

    private RedisClient client;
    private LettuceRedisStorageProvider rival;
    private LettuceRedisStorageProvider stock;
    private LettuceRedisStorageProvider guarded;
    private GuardedPool pool;

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        client = RedisClient.create(redis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            redis.empty(connection.sync());
        }
        pool = GuardedPool.of(client);
        rival = with(new LettuceRedisStorageProvider(client));
        stock = with(new LettuceRedisStorageProvider(client));
        guarded = with(new LettuceRedisStorageProvider(pool));
    }

    @AfterEach
    void disconnect() {
        rival.close();
        stock.close();
        guarded.close();
        client.shutdown();
    }

    @RepeatedTest(20)
    void connectionCutBetweenWatchAndExecIsNotConnectedAgain() throws Exception {
        StatefulRedisConnection<String, String> borrowed = pool.borrowObject();
        RedisCommands<String, String> commands = borrowed.sync();
        commands.set("guard", "1");
        long id = commands.clientId();
        commands.watch("guard");

        cut(id);

        assertThatThrownBy(() -> {
                    commands.multi();
                    commands.set("guard", "stale");
                    commands.exec();
                })
                .isInstanceOfAny(RedisException.class, CancellationException.class);
        assertThat(borrowed.isOpen()).isFalse();
        borrowed.close();
        try (StatefulRedisConnection<String, String> next = pool.borrowObject()) {
            assertThat(next.sync().get("guard")).isEqualTo("1");
            assertThat(next.sync().clientId()).isNotEqualTo(id);
        }
    }

    @Test
    void hazardSaveOnTheStockPoolWritesWithoutItsGuardWhenItsConnectionIsCut() {
        Job stored = stock.save(newJob());
        stock.setJobMapper(new CutAndDelete(stored));

        assertThatThrownBy(() -> stock.save(stored.delete("by the slow one"))).isNotNull();

        assertThat(rival.getJobById(stored.getId()).<DeletedState>getJobState().getReason())
                .as("the stale writer's document, outside of any transaction")
                .isEqualTo("by the slow one");
    }

    @Test
    void saveWhoseConnectionIsCutFailsAndChangesNothing() {
        Job stored = guarded.save(newJob());
        guarded.setJobMapper(new CutAndDelete(stored));

        assertThatThrownBy(() -> guarded.save(stored.delete("by the slow one"))).isNotNull();

        assertThat(rival.getJobById(stored.getId()).<DeletedState>getJobState().getReason())
                .isEqualTo("by the rival");
        guarded.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        assertThat(guarded.getJobById(stored.getId()).getVersion()).isEqualTo(2);
    }

    @Test
    void providerGoesOnAfterAllItsConnectionsWereCut() {
        Job stored = guarded.save(newJob());
        try (StatefulRedisConnection<String, String> admin = client.connect()) {
            admin.sync().clientKill(KillArgs.Builder.typeNormal().skipme(true));
            await().until(() -> !admin.sync().clientList().contains("cmd=exec"));
        }

        await().ignoreExceptions()
                .until(() -> guarded.getJobById(stored.getId()).hasState(StateName.ENQUEUED));
    }

    /** Nothing was guarded yet, so nothing is lost; and what is guarded from then on is. */
    @RepeatedTest(5)
    void aFirstWatchOnALinkThatDiedIsSentAgainOnAnother() throws Exception {
        try (StatefulRedisConnection<String, String> borrowed = pool.borrowObject()) {
            RedisCommands<String, String> commands = borrowed.sync();
            commands.set("guard", "1");
            long id = commands.clientId();
            cut(id);

            commands.watch("guard");

            assertThat(commands.clientId()).isNotEqualTo(id);
            try (StatefulRedisConnection<String, String> other = client.connect()) {
                other.sync().set("guard", "2");
            }
            commands.multi();
            commands.set("guard", "stale");
            assertThat(commands.exec().wasDiscarded()).isTrue();
        }
        assertThat(pool.getNumActive()).isZero();
    }

    @Test
    void aSecondOneIsNot() throws Exception {
        StatefulRedisConnection<String, String> borrowed = pool.borrowObject();
        RedisCommands<String, String> commands = borrowed.sync();
        long id = commands.clientId();
        commands.watch("one");
        cut(id);

        assertThatThrownBy(() -> commands.watch("two"))
                .isInstanceOfAny(RedisException.class, CancellationException.class);
        borrowed.close();
        assertThat(pool.getNumActive()).isZero();
    }

    /** The beat of a server, at the moment when Redis is killed. */
    @Test
    void aFirstWatchThatIsUnderWayWhenRedisDiesIsSentAgainWhenItIsBack() throws Exception {
        try (RedisProcess own = RedisProcess.start()) {
            assumeThat(own.pid()).isPresent();
            RedisClient ownClient = RedisClient.create(own.uri());
            try (GuardedPool ownPool = GuardedPool.of(ownClient);
                    StatefulRedisConnection<String, String> borrowed = ownPool.borrowObject()) {
                borrowed.sync().ping();
                stop(own.pid().orElseThrow());
                CompletableFuture<String> watch =
                        CompletableFuture.supplyAsync(() -> borrowed.sync().watch("guard"));
                await().during(Duration.ofMillis(300)).until(() -> !watch.isDone());

                own.crashAndRestart();

                assertThat(watch.get(30, TimeUnit.SECONDS)).isEqualTo("OK");
            } finally {
                ownClient.shutdown();
            }
        }
    }

    private static void stop(long pid) throws Exception {
        new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** A JobRunr server whose beat fails once shuts itself down. */
    @Test
    void whoBorrowsWhileRedisIsAwayWaitsForIt() throws Exception {
        try (RedisProcess own = RedisProcess.start()) {
            RedisClient itsClient = RedisClient.create(own.uri());
            GuardedPool itsPool = GuardedPool.of(itsClient);
            CompletableFuture<Void> back = CompletableFuture.runAsync(own::crashAndRestart);
            int borrowed = 0;
            while (!back.isDone() || borrowed == 0) {
                itsPool.borrowObject().close(); // a refused connection would be thrown here
                itsPool.clear();
                borrowed++;
            }
            back.join();
            itsPool.close();
            itsClient.shutdown();
        }
    }

    @Test
    void otherConnectionsOfTheClientKeepTheirOptions() throws Exception {
        try (StatefulRedisConnection<String, String> borrowed = pool.borrowObject();
                StatefulRedisConnection<String, String> own = client.connect()) {
            assertThat(borrowed.isOpen()).isTrue();
            cut(own.sync().clientId());

            await().ignoreExceptions().until(() -> "PONG".equals(own.sync().ping()));
            assertThat(client.getOptions().isAutoReconnect()).isTrue();
        }
    }

    @Test
    void poolGivesTheSameConnectionAgain() throws Exception {
        long first;
        try (StatefulRedisConnection<String, String> borrowed = pool.borrowObject()) {
            first = borrowed.sync().clientId();
            assertThat(pool.getNumActive()).isEqualTo(1);
        }

        try (StatefulRedisConnection<String, String> borrowed = pool.borrowObject()) {
            assertThat(borrowed.sync().clientId()).isEqualTo(first);
        }
        assertThat(pool.getNumIdle()).isEqualTo(1);
    }

    private static Job newJob() {
        return new Job(details("coal"));
    }

    private static JobDetails details(Object argument) {
        return new JobDetails(Yard.class.getName(), null, "plain", List.of(new JobParameter(String.class, argument)));
    }

    private void cut(long connection) {
        try (StatefulRedisConnection<String, String> admin = client.connect()) {
            admin.sync().clientKill(KillArgs.Builder.id(connection));
        }
    }

    private static LettuceRedisStorageProvider with(LettuceRedisStorageProvider provider) {
        provider.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        return provider;
    }

    /** Is asked inside MULTI: cuts all connections, and then the rival deletes the job. */
    private final class CutAndDelete extends JobMapper {
        private final Job job;

        CutAndDelete(Job job) {
            super(new JacksonJsonMapper());
            this.job = job;
        }

        @Override
        public String serializeJob(Job slow) {
            try (StatefulRedisConnection<String, String> admin = client.connect()) {
                admin.sync().clientKill(KillArgs.Builder.typeNormal().skipme(true));
            }
            await().ignoreExceptions().until(() -> {
                rival.save(rival.getJobById(job.getId()).delete("by the rival"));
                return true;
            });
            return super.serializeJob(slow);
        }
    }
}
