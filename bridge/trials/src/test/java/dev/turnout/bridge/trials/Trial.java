// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jobrunr.jobs.lambdas.IocJobLambda;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One Redis for a class of trials; for each trial an empty queue, processes of its own, and an application that enqueues. */
@EnabledOnOs(OS.LINUX) // signals, and one monotonic clock for all processes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Trial {
    static final String PREFIX = "app";
    static final Duration LONG = Duration.ofMinutes(20);
    static final LegacyKeys KEYS = LegacyKeys.under(PREFIX);

    private RedisProcess process;
    private RedisClient client;
    private Link link;
    RedisCommands<String, String> redis;

    @TempDir
    Path folder;

    Children children;
    Book book;
    Cutover cutover;
    JobScheduler scheduler;
    private StorageProvider storage;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private long began;

    @BeforeAll
    void startRedis() {
        process = RedisProcess.start();
        client = RedisClient.create(process.uri());
        link = Link.over(client, Children.PATIENCE.dividedBy(12));
        redis = client.connect().sync();
    }

    @AfterAll
    void stopRedis() {
        link.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.close();
    }

    @BeforeEach
    void open() {
        process.empty(redis);
        acknowledged.clear();
        began = System.nanoTime();
        Path accounts = accounts();
        children = new Children(accounts, process.uri(), PREFIX);
        book = new Book(accounts);
        cutover = Cutover.over(link, PREFIX);
        enqueueAt(enqueuer());
        wait(cutover.minimumAge(minimumAge(), "trial", "a trial"));
    }

    /** A trial of several parts opens once a part. */
    private Path accounts() {
        try {
            return Files.createTempDirectory(folder, "part");
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @AfterEach
    void close() {
        children.close();
        storage.close();
    }

    /** How old a job must be before an async worker claims it; empty for the legacy servers' poll interval. */
    Optional<Duration> minimumAge() {
        return Optional.of(Duration.ZERO);
    }

    /** The level of the application that enqueues. */
    String enqueuer() {
        return "guarded";
    }

    private void enqueueAt(String level) {
        storage = LegacyChild.storage(level, client, PREFIX);
        storage.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        scheduler = new JobScheduler(storage);
    }

    /** Enqueues through JobRunr's own API, as the legacy application does; each job is told its id. */
    List<String> enqueueWork(int jobs, int millis) {
        return enqueue(jobs, id -> tasks -> tasks.work(id, millis));
    }

    /** The same for any task. */
    List<String> enqueue(int jobs, Function<String, IocJobLambda<TrialTasks>> call) {
        List<String> ids = IntStream.range(0, jobs)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        ids.forEach(id -> {
            scheduler.enqueue(UUID.fromString(id), call.apply(id));
            acknowledged.add(id);
        });
        return ids;
    }

    /** A legacy server that takes nothing, and of which the async workers have been told so. */
    String pausedLegacy(String level) {
        String name = children.legacy(level);
        children.tell(name, "pause");
        wait(cutover.declareLegacyPaused("trial", "a trial"));
        return name;
    }

    void acknowledge(String id) {
        acknowledged.add(id);
    }

    /** An async worker that is on the list: only then can it be given a share. */
    String worker(String... settings) {
        String name = children.worker(settings);
        await().atMost(Children.PATIENCE)
                .until(() -> wait(cutover.status()).workers().stream()
                        .anyMatch(worker -> worker.lives() && worker.name().equals(name)));
        return name;
    }

    static TaskAddress address(String method, String... types) {
        return new TaskAddress(TrialTasks.class.getName(), method, List.of(types));
    }

    Settled switchTo(int percent) {
        return switchTo(Change.all(new Route(percent), "trial", "a trial"));
    }

    Settled switchTo(Change change) {
        return wait(cutover.switchTo(change, Children.PATIENCE.dividedBy(2), now -> {}));
    }

    Settled rollback() {
        return wait(cutover.rollback(
                Change.all(Route.LEGACY, "trial", "a trial"), Children.PATIENCE.dividedBy(2), now -> {}));
    }

    static <T> T wait(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Children.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    long count(StateName state) {
        return redis.zcard(KEYS.queue(state));
    }

    JobDocument document(String id) {
        try {
            return JobDocument.read(redis.get(KEYS.job(id)));
        } catch (UnreadableDocument e) {
            throw new AssertionError(e);
        }
    }

    boolean succeeded(String id) {
        return redis.zscore(KEYS.queue(StateName.SUCCEEDED), id) != null;
    }

    long stuck() {
        return count(StateName.ENQUEUED)
                + count(StateName.PROCESSING)
                + count(StateName.SCHEDULED)
                + redis.zcard(KEYS.reserved());
    }

    /** Waits until nothing is queued, running, or due for a retry. */
    void drained() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> stuck() == 0);
    }

    /** Acknowledged jobs that have no good end. */
    long lost() {
        return acknowledged.stream()
                .filter(id -> redis.zscore(KEYS.queue(StateName.SUCCEEDED), id) == null
                        && redis.zscore(KEYS.queue(StateName.FAILED), id) == null)
                .count();
    }

    /** Acknowledged jobs that no process has begun. */
    long neverRun() {
        Set<String> executed = book.executed();
        return acknowledged.stream().filter(id -> !executed.contains(id)).count();
    }

    Figures figures(String row) {
        return new Figures(row)
                .put("acknowledged", acknowledged.size())
                .put("byAsync", book.started(true))
                .put("byLegacy", book.started(false))
                .put("lost", lost())
                .put("stuck", stuck())
                .put("twiceWithAsync", book.runTwiceWithAsync())
                .put("twiceByLegacy", book.runTwiceByLegacy())
                .put("seconds", (System.nanoTime() - began) / 1_000_000_000);
    }

    /** Legacy servers of this trial that have shut themselves down. */
    long legacyServersStopped() {
        return children.names(Children.LEGACY).stream()
                .filter(name -> children.logged(name).contains("An unrecoverable error occurred. Shutting server down"))
                .count();
    }

    /** What must hold of every trial when it is over. */
    void holds() {
        holdsButForJobsGivenUp();
        assertThat(count(StateName.FAILED)).as("failed").isZero();
    }

    /** The same where workers are killed so often that some jobs meet three kills. */
    void holdsButForJobsGivenUp() {
        assertThat(lost()).as("lost").isZero();
        assertThat(neverRun()).as("never run").isZero();
        assertThat(stuck()).as("stuck").isZero();
        assertThat(count(StateName.FAILED))
                .as("failed, and not given up after three kills")
                .isEqualTo(givenUp());
    }

    /** Jobs that have failed because three workers died with them. */
    long givenUp() {
        return redis.zrange(KEYS.queue(StateName.FAILED), 0, -1).stream()
                .filter(id -> redis.get(KEYS.job(id)).contains("TURNOUT-0321"))
                .count();
    }
}
