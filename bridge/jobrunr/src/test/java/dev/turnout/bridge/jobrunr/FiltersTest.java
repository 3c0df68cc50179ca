// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.bridge.Change;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.CutoverRefused;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same jobs and filters on a real JobRunr server and on an async worker. */
@Tag("redis")
class FiltersTest {
    static final List<String> WAGONS = List.of("good", "late", "never", "refused", "broken", "timed", "barred");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static RedisProcess redis;
    private static RedisClient client;
    private static RedisCommands<String, String> commands;
    private static DataSource database;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start();
        client = RedisClient.create(redis.uri());
        commands = client.connect().sync();
        JdbcDataSource memory = new JdbcDataSource();
        memory.setURL("jdbc:h2:mem:audit;DB_CLOSE_DELAY=-1");
        database = memory;
        AuditFilter.createTable(database);
    }

    @AfterAll
    static void stop() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void bothPoolsWriteTheSameAuditRowsAndDecideTheSameEnds() throws Exception {
        StorageProvider legacy = storage("legacy", new JacksonJsonMapper());
        StorageProvider async = storage("async", new JacksonJsonMapper());
        Map<String, UUID> ofLegacy = enqueue(legacy);
        Map<String, UUID> ofAsync = enqueue(async);

        try (DepotServer server = new DepotServer(legacy, filters("legacy"));
                DepotWorker worker = worker("async", new JacksonJsonMapper(), filters("async"))) {
            awaitEnds(legacy, ofLegacy);
            awaitEnds(async, ofAsync);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(rows("async")).isEqualTo(rows("legacy")));
            System.out.println(
                    "[trial filters] JobRunr " + DropIn.LINE + ", kinds of job " + WAGONS.size() + ", rows legacy "
                            + count(rows("legacy")) + ", async " + count(rows("async")) + ", runs legacy "
                            + server.depot.runs + ", async " + worker.depot.runs);
            assertThat(worker.depot.runs).isEqualTo(server.depot.runs);
        }

        assertThat(AuditFilter.rows(database, "async", "never"))
                .hasSize(11)
                .last()
                .asString()
                .startsWith("failed after retries: An exception occurred during the performance of the job never");
        for (String wagon : WAGONS) {
            Job there = legacy.getJobById(ofLegacy.get(wagon));
            Job here = async.getJobById(ofAsync.get(wagon));
            assertThat(names(here)).as(wagon).isEqualTo(names(there));
            assertThat(AuditFilter.own(here)).as(wagon).isEqualTo(AuditFilter.own(there));
            assertThat(reasons(here)).as(wagon).isEqualTo(reasons(there));
        }
        assertThat(async.getJobById(ofAsync.get("timed"))
                        .<ScheduledState>getJobState()
                        .getScheduledAt())
                .isEqualTo(Depot.At.MOMENT);
    }

    @Test
    void endsThatFiltersDecideAreReadBackByEachMapper() throws Exception {
        List<Mapped> all = DropIn.mappers().map(FiltersTest::mapped).toList(); // all at once: most of it is waiting
        try {
            all.forEach(one -> awaitEnds(one.storage(), one.jobs()));
        } finally {
            all.forEach(one -> one.worker().close());
        }

        for (Mapped one : all) {
            assertThat(one.worker().depot.runs)
                    .as(one.name())
                    .containsEntry("late", 2)
                    .containsEntry("never", 2);
            assertThat(names(one.job("never")))
                    .as(one.name())
                    .containsExactly(
                            StateName.ENQUEUED,
                            StateName.PROCESSING,
                            StateName.FAILED,
                            StateName.SCHEDULED,
                            StateName.ENQUEUED,
                            StateName.PROCESSING,
                            StateName.FAILED);
            ScheduledState timed = one.job("timed").getJobState();
            assertThat(timed.getScheduledAt()).isEqualTo(Depot.At.MOMENT);
            assertThat(timed.getCreatedAt())
                    .isBetween(one.before(), Instant.now().plusSeconds(1));
            assertThat(one.job("good").getLabels()).containsExactlyInAnyOrder("depot", "wagon good");
        }
    }

    private static Mapped mapped(JsonMapper mapper) {
        String prefix = mapper.getClass().getSimpleName();
        Instant before = Instant.now().minusSeconds(1);
        StorageProvider storage = storage(prefix, mapper);
        return new Mapped(prefix, storage, enqueue(storage), worker(prefix, mapper, filters(prefix)), before);
    }

    private record Mapped(
            String name, StorageProvider storage, Map<String, UUID> jobs, DepotWorker worker, Instant before) {
        Job job(String wagon) {
            return storage.getJobById(jobs.get(wagon));
        }
    }

    @Test
    void retriesAreCountedTogetherWhenAJobGoesToAndFro() throws Exception {
        CompletableFuture<Void> plain = CompletableFuture.runAsync(() -> alternates("plain", List.of()));
        alternates("filtered", List.of(new AuditFilter(database, "filtered")));
        plain.join();
        assertThat(AuditFilter.rows(database, "filtered", "fro"))
                .anyMatch(row -> row.startsWith("failed after retries"));
    }

    private static void alternates(String prefix, List<JobFilter> filters) {
        StorageProvider storage = storage(prefix, new JacksonJsonMapper());
        LegacyKeys keys = LegacyKeys.under(prefix);
        try (DepotWorker async = worker(prefix, new JacksonJsonMapper(), filters)) {
            DepotServer legacy = new DepotServer(storage, filters, false);
            route(keys, "0");
            UUID id = new JobScheduler(storage)
                    .<Depot>enqueue(depot -> depot.broken("fro"))
                    .asUUID();
            mark(storage, id);
            JsonNode first = document(keys, id);

            for (int attempt = 1; attempt <= 11; attempt++) {
                boolean ours = attempt % 2 == 0;
                int failures = attempt;
                if (attempt > 1) { // as the master does when it is due
                    Job due = storage.getJobById(id);
                    assertThat(due.<ScheduledState>getJobState().getReason())
                            .isEqualTo("Retry " + (attempt - 1) + " of 10");
                    due.enqueue();
                    storage.save(due);
                }
                if (ours) {
                    route(keys, "100");
                } else {
                    legacy.perform(storage.getJobById(id));
                }
                await().atMost(LIMIT).until(() -> failures(storage.getJobById(id)) == failures);
                route(keys, "0");
                JsonNode now = document(keys, id);
                assertThat(now.get("id")).isEqualTo(first.get("id"));
                assertThat(now.get("jobDetails")).isEqualTo(first.get("jobDetails"));
                assertThat(now.get("metadata").get("tenant"))
                        .isEqualTo(first.get("metadata").get("tenant"));
            }

            System.out.println("[trial M10] JobRunr " + DropIn.LINE + ", " + prefix + ", attempts "
                    + failures(storage.getJobById(id)) + ", legacy " + legacy.depot.runs.get("fro") + ", async "
                    + async.depot.runs.get("fro") + ", end "
                    + storage.getJobById(id).getState());
            assertThat(storage.getJobById(id).getState()).isEqualTo(StateName.FAILED);
            assertThat(async.depot.runs).containsEntry("fro", 5);
            assertThat(legacy.depot.runs).containsEntry("fro", 6);
        }
    }

    @Test
    void switchNamesTheTaskWhoseFilterCannotBeMade() {
        try (DepotWorker worker = worker("unfit", new JacksonJsonMapper(), List.of());
                Link link = Link.over(client, Duration.ofSeconds(5))) {
            TaskAddress needy = new TaskAddress(Depot.class.getName(), "needy", List.of("java.lang.String"));
            await().atMost(LIMIT)
                    .until(() -> commands.keys("unfit:turnout:worker:*:unfit").size() == 1);
            Cutover cutover = Cutover.over(link, "unfit");

            assertThatThrownBy(() -> cutover.switchTo(
                                    Change.of(needy, new Route(10), "ann", "try"), Duration.ofSeconds(5), now -> {})
                            .toCompletableFuture()
                            .join())
                    .cause()
                    .isInstanceOf(CutoverRefused.class)
                    .hasMessageStartingWith("TURNOUT-0672")
                    .hasMessageContaining(needy + ": @Job(jobFilters) of " + Depot.class.getName() + "#needy");
            TaskAddress good = new TaskAddress(Depot.class.getName(), "good", List.of("java.lang.String"));
            assertThat(cutover.switchTo(Change.of(good, new Route(10), "ann", "try"), Duration.ofSeconds(10), now -> {})
                            .toCompletableFuture()
                            .join()
                            .done())
                    .isTrue();
            assertThat(worker.depot.runs).isEmpty();
        }
    }

    @Test
    void switchNamesTheFilterThatOnlyTheServersOfTheOtherPoolHave() {
        StorageProvider storage = ready(DropIn.provider(client, "lacking", false), "lacking", new JacksonJsonMapper());
        TaskAddress good = new TaskAddress(Depot.class.getName(), "good", List.of("java.lang.String"));
        Change change = Change.of(good, new Route(10), "ann", "try");
        List<JobFilter> filters = List.of(new AuditFilter(database, "lacking"));
        try (DepotServer server = new DepotServer(storage, filters);
                Link link = Link.over(client, Duration.ofSeconds(5))) {
            Cutover cutover = Cutover.over(link, "lacking");
            await().atMost(LIMIT)
                    .until(() -> commands.keys("lacking:backgroundjobserver:*").stream()
                            .anyMatch(key -> commands.hexists(key, "turnoutFilters")));
            try (DepotWorker worker = worker("lacking", new JacksonJsonMapper(), List.of())) {
                await().atMost(LIMIT)
                        .until(() ->
                                commands.keys("lacking:turnout:worker:*:tasks").size() == 1);
                assertThatThrownBy(() -> cutover.switchTo(change, Duration.ofSeconds(10), now -> {})
                                .toCompletableFuture()
                                .join())
                        .cause()
                        .isInstanceOf(CutoverRefused.class)
                        .hasMessageStartingWith("TURNOUT-0610 nothing was switched: " + good)
                        .hasMessageContaining(AuditFilter.class.getName() + " (server ");
                assertThat(worker.depot.runs).isEmpty();
            }
            try (DepotWorker worker = worker("lacking", new JacksonJsonMapper(), filters)) {
                await().atMost(LIMIT)
                        .until(() ->
                                commands.keys("lacking:turnout:worker:*:tasks").size() == 1);
                assertThat(cutover.switchTo(change, Duration.ofSeconds(10), now -> {})
                                .toCompletableFuture()
                                .join()
                                .done())
                        .isTrue();
                assertThat(worker.depot.runs).isEqualTo(server.depot.runs);
            }
        }
    }

    @Test
    void documentThatTheMapperCannotReadIsParkedAndStaysInTheQueue() throws Exception {
        StorageProvider storage = storage("odd", new JacksonJsonMapper());
        LegacyKeys keys = LegacyKeys.under("odd");
        UUID id = new JobScheduler(storage)
                .<Depot>enqueue(depot -> depot.good("odd"))
                .asUUID();
        ObjectMapper trees = new ObjectMapper();
        ObjectNode document = (ObjectNode) trees.readTree(commands.get(keys.job(id.toString())));
        document.withObject("/metadata").putObject("odd").put("@class", "com.acme.Gone");
        commands.set(keys.job(id.toString()), document.toString());

        try (DepotWorker worker = worker("odd", new JacksonJsonMapper(), filters("odd"))) {
            await().atMost(LIMIT).until(() -> commands.hget(keys.parked(), id.toString()) != null);
            await().atMost(LIMIT)
                    .until(() -> commands.zscore(keys.queue(dev.turnout.bridge.wire.StateName.ENQUEUED), id.toString())
                            != null);

            assertThat(commands.hget(keys.parked(), id.toString())).contains("TURNOUT-0673", "com.acme.Gone");
            assertThat(worker.depot.runs).isEmpty();
        }
    }

    private static JsonNode document(LegacyKeys keys, UUID id) {
        try {
            return new ObjectMapper().readTree(commands.get(keys.job(id.toString())));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static void route(LegacyKeys keys, String percent) {
        commands.incr(keys.epoch());
        commands.hset(keys.routes(), "*", percent);
        commands.publish(keys.signal(), "epoch " + commands.get(keys.epoch()));
        commands.publish(keys.signal(), "work");
    }

    private static void mark(StorageProvider storage, UUID id) {
        Job job = storage.getJobById(id);
        job.getMetadata().put("tenant", "acme");
        storage.save(job);
    }

    private static long failures(Job job) {
        return job.getJobStates().stream()
                .filter(state -> state.getName() == StateName.FAILED)
                .count();
    }

    /** Sorted, because who claims a job that has just become due may be quicker than who says so; each row has the history. */
    private static List<List<String>> rows(String pool) throws Exception {
        List<List<String>> rows = new java.util.ArrayList<>();
        for (String wagon : WAGONS) {
            rows.add(AuditFilter.rows(database, pool, wagon).stream().sorted().toList());
        }
        return rows;
    }

    private static int count(List<List<String>> rows) {
        return rows.stream().mapToInt(List::size).sum();
    }

    private static List<StateName> names(Job job) {
        return job.getJobStates().stream().map(state -> state.getName()).toList();
    }

    private static List<String> reasons(Job job) {
        return job.getJobStatesOfType(ScheduledState.class)
                .map(ScheduledState::getReason)
                .toList();
    }

    /** One to which everything is routed. */
    private static DepotWorker worker(String prefix, JsonMapper mapper, List<JobFilter> filters) {
        LegacyKeys keys = LegacyKeys.under(prefix);
        commands.incr(keys.epoch());
        commands.hset(keys.routes(), "*", "100");
        return new DepotWorker(client, prefix, mapper, filters);
    }

    private static List<JobFilter> filters(String pool) {
        return List.of(new AuditFilter(database, pool), new Depot.OnlyIo());
    }

    private static void awaitEnds(StorageProvider storage, Map<String, UUID> jobs) {
        Map<String, StateName> ends = Map.of(
                "good", StateName.SUCCEEDED,
                "late", StateName.SUCCEEDED,
                "never", StateName.FAILED,
                "refused", StateName.DELETED,
                "broken", StateName.FAILED,
                "timed", StateName.SCHEDULED,
                "barred", StateName.DELETED);
        jobs.forEach((wagon, id) -> await().alias(wagon)
                .atMost(LIMIT)
                .until(() -> storage.getJobById(id).getState() == ends.get(wagon)));
    }

    private static StorageProvider storage(String prefix, JsonMapper mapper) {
        return ready(DropIn.usual(client, prefix), prefix, mapper);
    }

    private static StorageProvider ready(StorageProvider storage, String prefix, JsonMapper mapper) {
        commands.set(LegacyKeys.under(prefix).age(), "0");
        storage.setJobMapper(new JobMapper(mapper));
        if (storage.getMetadata("database_version", "cluster") == null) {
            storage.saveMetadata(new JobRunrMetadata("database_version", "cluster", "6.0.0"));
        }
        return storage;
    }

    private static Map<String, UUID> enqueue(StorageProvider storage) {
        JobScheduler scheduler = new JobScheduler(storage);
        return Map.of(
                "good", scheduler.<Depot>enqueue(depot -> depot.good("good")).asUUID(),
                "late", scheduler.<Depot>enqueue(depot -> depot.late("late")).asUUID(),
                "never", scheduler.<Depot>enqueue(depot -> depot.never("never")).asUUID(),
                "refused",
                        scheduler
                                .<Depot>enqueue(depot -> depot.refused("refused"))
                                .asUUID(),
                "broken",
                        scheduler
                                .<Depot>enqueue(depot -> depot.broken("broken"))
                                .asUUID(),
                "timed", scheduler.<Depot>enqueue(depot -> depot.timed("timed")).asUUID(),
                "barred",
                        scheduler
                                .<Depot>enqueue(depot -> depot.barred("barred"))
                                .asUUID());
    }
}
