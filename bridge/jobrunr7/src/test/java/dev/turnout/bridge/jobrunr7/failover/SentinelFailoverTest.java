// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JobRunr 7.5.3 server, guarded or on the drop-in, and an async worker, each a process of its own, on one queue over Sentinel, fed by
 * enqueuers of both kinds; then the primary is killed. What Redis had acknowledged and not yet replicated may be gone: it is counted, and held
 * against a bound that is measured. Everything else ends.
 */
@Tag("faults")
@Timeout(200)
@EnabledOnOs(OS.LINUX) // the binary of a running process is read from /proc; all processes share one monotonic clock
@Execution(ExecutionMode.CONCURRENT) // it waits for other processes most of the time
class SentinelFailoverTest {
    private static final int FEED_MILLIS = 10;
    private static final int WORK_MILLIS = 30;
    private static final int BEFORE = 250;
    private static final int AFTER = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final List<Process> children = new ArrayList<>();
    private final LegacyKeys keys = LegacyKeys.under(PoolChild.PREFIX);
    private volatile boolean fed;

    /** The level whose server outlives a beat that is under way at the kill; both with {@code -Dturnout.failover=guarded,drop-in}. */
    static List<String> levels() {
        return List.of(System.getProperty("turnout.failover", "drop-in").split(","));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void whatTheNextPrimaryKnowsEndsAndNoServerStops(String level) throws Exception {
        try (SentinelGroup group = new SentinelGroup(folder);
                Marks marks = new Marks(group.uri())) {
            RedisClient client = RedisClient.create(group.uri());
            client.connect().sync().hset(keys.routes(), "*", "50"); // the other half is the legacy pool's alone
            start(level, group);
            start("async", group);
            List<Thread> feeders = List.of(feed(asyncEnqueuer(client)), feed(legacyEnqueuer(client, level)));
            await().atMost(PATIENCE)
                    .until(() -> acknowledged.size() > BEFORE && marks.begun() && haveRun(level, "async"));

            long killed = group.killPrimary();
            long promoted = group.promoted();
            RedisCommands<String, String> redis = await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> client.connect().sync(), now -> true);
            long known = marks.knownTo(redis);
            await().atMost(PATIENCE)
                    .until(() -> acknowledged.values().stream()
                                    .filter(at -> at > promoted)
                                    .count()
                            > AFTER);
            fed = true;
            for (Thread feeder : feeders) {
                feeder.join(PATIENCE.toMillis());
            }
            Map<String, Long> given = Map.copyOf(acknowledged);
            await("the end of all jobs; diaries are in " + folder)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> open(redis) == 0);

            List<String> lost = given.keySet().stream()
                    .filter(id -> redis.exists(keys.job(id)) == 0)
                    .toList();
            long bound = given.values().stream()
                    .filter(at -> at >= known && at < promoted)
                    .count();
            List<String> unfinished = given.keySet().stream()
                    .filter(id -> !lost.contains(id))
                    .filter(id -> redis.zscore(keys.queue(StateName.SUCCEEDED), id) == null)
                    .toList();
            Map<String, Integer> runs = runs(level);
            int duplicates = runs.values().stream().mapToInt(times -> times - 1).sum();
            long recovery = firstRunAfter(level, promoted) - killed;
            System.out.printf(
                    "[fault %s] %s: acknowledged %d (runs: %d legacy, %d async), lost %d (bound %d: acknowledged after the last moment that the next primary"
                            + " knew, %d ms before the kill), not ended %d, half states %d, duplicates %d, next primary after"
                            + " %.1f s, first job run by it after %.1f s, legacy servers stopped %d%n",
                    level.equals("guarded") ? "G1" : "D1",
                    level,
                    given.size(),
                    runsOf(level).size(),
                    runsOf("async").size(),
                    lost.size(),
                    bound,
                    (killed - known) / 1_000_000,
                    unfinished.size(),
                    halfStates(redis, given),
                    duplicates,
                    (promoted - killed) / 1e9,
                    recovery / 1e9,
                    stopped(level));
            assertThat((long) lost.size()).isLessThanOrEqualTo(bound);
            assertThat(lost).allSatisfy(id -> assertThat(given.get(id)).isBetween(known, promoted));
            assertThat(unfinished).isEmpty();
            assertThat(halfStates(redis, given)).isZero();
            assertThat(stopped(level)).isZero();
            assertThat(children).allMatch(Process::isAlive);
            client.shutdown(0, 1, TimeUnit.SECONDS);
        } finally {
            fed = true;
            children.forEach(child -> child.destroyForcibly().onExit().join());
        }
    }

    private void start(String kind, SentinelGroup group) throws IOException {
        children.add(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PoolChild.class.getName(),
                        kind,
                        group.uri(),
                        diary(kind).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(kind + ".log").toFile())
                .start());
        await(kind)
                .atMost(PATIENCE)
                .until(() -> Files.exists(diary(kind)) && said(kind).contains("UP"));
    }

    /** Puts a job in and returns when Redis has acknowledged it. */
    private interface Enqueuer {
        void enqueue(UUID id);
    }

    private Enqueuer asyncEnqueuer(RedisClient client) {
        LegacyQueue queue = LegacyQueue.open(client, LegacyQueueOptions.with().keyPrefix(PoolChild.PREFIX));
        TaskAddress task = new TaskAddress(Diary.class.getName(), "work", List.of("java.lang.String", "int"));
        return id -> queue.door()
                .insert(NewJob.now(
                        new JobId(id.toString()),
                        task,
                        List.of(
                                new Argument("java.lang.String", new TextNode(id.toString())),
                                new Argument("int", new IntNode(WORK_MILLIS)))))
                .toCompletableFuture()
                .join();
    }

    private Enqueuer legacyEnqueuer(RedisClient client, String level) {
        StorageProvider storage = PoolChild.storage(client, level);
        storage.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        JobScheduler scheduler = new JobScheduler(storage, List.of());
        return id -> {
            String job = id.toString();
            int millis = WORK_MILLIS;
            scheduler.<Diary>enqueue(id, diary -> diary.work(job, millis));
        };
    }

    private Thread feed(Enqueuer enqueuer) {
        Thread thread = new Thread(
                () -> {
                    while (!fed) {
                        UUID id = UUID.randomUUID();
                        try {
                            enqueuer.enqueue(id);
                            acknowledged.put(id.toString(), System.nanoTime());
                        } catch (RuntimeException refused) {
                            // not acknowledged, so nothing is promised; the feeder goes on when Redis is back
                        }
                        LockSupport.parkNanos(FEED_MILLIS * 1_000_000L);
                    }
                },
                "feeder");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private boolean haveRun(String... kinds) {
        return Stream.of(kinds).allMatch(kind -> said(kind).contains("RUN "));
    }

    private long open(RedisCommands<String, String> redis) {
        return redis.zcard(keys.queue(StateName.ENQUEUED))
                + redis.zcard(keys.queue(StateName.PROCESSING))
                + redis.zcard(keys.queue(StateName.SCHEDULED))
                + redis.zcard(keys.reserved());
    }

    private long halfStates(RedisCommands<String, String> redis, Map<String, Long> given) {
        return given.keySet().stream().filter(id -> isHalf(redis, id)).count();
    }

    private boolean isHalf(RedisCommands<String, String> redis, String id) {
        String document = redis.get(keys.job(id));
        String version = redis.get(keys.version(id));
        List<StateName> indexes = List.of(StateName.values()).stream()
                .filter(state -> redis.zscore(keys.queue(state), id) != null)
                .toList();
        if (document == null) {
            return version != null || !indexes.isEmpty();
        }
        try {
            JobDocument job = JobDocument.read(document);
            return !Integer.toString(job.version()).equals(version) || !indexes.equals(List.of(job.state()));
        } catch (dev.turnout.bridge.wire.UnreadableDocument half) {
            return true;
        }
    }

    private Map<String, Integer> runs(String level) {
        Map<String, Integer> runs = new HashMap<>();
        runLines(level).forEach(line -> runs.merge(line[1], 1, Integer::sum));
        return runs;
    }

    private long firstRunAfter(String level, long moment) {
        return runLines(level).stream()
                .mapToLong(line -> Long.parseLong(line[2]))
                .filter(at -> at > moment)
                .min()
                .orElseThrow();
    }

    private List<String[]> runLines(String level) {
        List<String[]> lines = new ArrayList<>(runsOf(level));
        lines.addAll(runsOf("async"));
        return lines;
    }

    private List<String[]> runsOf(String kind) {
        return said(kind)
                .lines()
                .filter(line -> line.startsWith("RUN "))
                .map(line -> line.split(" "))
                .toList();
    }

    private long stopped(String level) {
        return said(level).lines().filter("STOPPED"::equals).count();
    }

    private String said(String kind) {
        try {
            return Files.readString(diary(kind));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Path diary(String kind) {
        return new File(folder.toFile(), kind + ".diary").toPath();
    }
}
