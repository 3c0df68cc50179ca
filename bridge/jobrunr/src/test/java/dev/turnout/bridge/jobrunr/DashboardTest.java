// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JobRunr's dashboard, asked over HTTP as a browser does, over a store that async workers and drop-in servers work on. Runs on
 * JobRunr 8; on 7 with {@code -Dturnout.dashboard=7}.
 */
@Tag("redis")
class DashboardTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static final UUID ASYNC = UUID.randomUUID();
    private static DropInRig rig;

    private final Station station = new Station();
    private StorageProvider storage;
    private JobScheduler scheduler;
    private BackgroundJobServer server;
    private LegacyQueue queue;
    private Worker worker;

    @BeforeAll
    static void start() {
        assumeTrue(
                DropIn.LINE == 8 || System.getProperty("turnout.dashboard") != null,
                "JobRunr 7: -Dturnout.dashboard=7");
        rig = new DropInRig();
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @BeforeEach
    void open() {
        rig.reset();
        rig.route("*", "100");
        rig.route("@legacy", "0");
        rig.redis().hset("app:turnout:groups", Freight.class.getName() + "#haul(java.lang.String)", "legacy");
        storage = rig.provider(MAPPER);
        scheduler = new JobScheduler(storage);
        server = rig.server(storage, MAPPER, 2, Duration.ofMillis(500));
        queue = LegacyQueue.open(
                rig.client,
                LegacyQueueOptions.with()
                        .keyPrefix(DropInRig.PREFIX)
                        .worker(ASYNC, "platform-nine")
                        .lease(Duration.ofSeconds(2)));
        worker = Worker.on(queue)
                .name("platform-nine")
                .tasks(TaskRegistry.of(TaskRegistry.annotatedIn(Station.class)))
                .beans(type -> station)
                .closesOnExit(false)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        worker.close();
        queue.close();
    }

    static List<String> stores() {
        return DropIn.stores();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void showsWhatBothPoolsHaveDone(String store) throws Exception {
        UUID good = scheduler.<Station>enqueue(yard -> yard.report("good")).asUUID();
        UUID legacy = scheduler.<Freight>enqueue(yard -> yard.haul("legacy")).asUUID();
        UUID held = scheduler.<Station>enqueue(yard -> yard.hold("held")).asUUID();
        UUID failed = scheduler.<Station>enqueue(yard -> yard.derail("failed")).asUUID();
        UUID waiting =
                scheduler.<Station>enqueue(yard -> yard.nowhere("waiting")).asUUID();
        UUID later = scheduler
                .<Station>schedule(Instant.now().plusSeconds(3_600), yard -> yard.report("later"))
                .asUUID();
        UUID gone = scheduler
                .<Station>schedule(Instant.now().plusSeconds(3_600), yard -> yard.report("gone"))
                .asUUID();
        try (Dashboard dashboard = new Dashboard(rig.use(DropIn.store(store, rig.client), MAPPER), MAPPER)) {
            dashboard.delete("/jobs/" + gone);

            eventually().untilAsserted(() -> {
                assertThat(dashboard.ids("SUCCEEDED")).containsExactlyInAnyOrder(text(good), text(legacy));
                assertThat(dashboard.ids("PROCESSING")).containsExactly(text(held));
                assertThat(dashboard.ids("FAILED")).containsExactly(text(failed));
            });
            assertThat(dashboard.ids("ENQUEUED")).containsExactly(text(waiting));
            assertThat(dashboard.ids("SCHEDULED")).containsExactly(text(later));
            assertThat(dashboard.ids("DELETED")).containsExactly(text(gone));
            JsonNode job = dashboard.job(good);
            assertThat(job.at("/jobHistory/1/serverName").asText()).isEqualTo("platform-nine");
            assertThat(job.at("/jobHistory/1/serverId").asText()).isEqualTo(text(ASYNC));
            assertThat(job.at("/metadata/jobRunrDashboardLog-2").toString()).contains("good has left the station");
            assertThat(job.at("/metadata/jobRunrDashboardProgressBar-2/progress")
                            .asInt())
                    .isEqualTo(30);
            assertThat(dashboard
                            .job(failed)
                            .at("/jobHistory/2/exceptionMessage")
                            .asText())
                    .isEqualTo("derailed");
            assertThat(dashboard.status("/api/jobs/" + UUID.randomUUID())).isEqualTo(404);
            assertThat(dashboard.get("/servers").findValuesAsText("id"))
                    .containsExactly(text(server.getId()), text(ASYNC));
            assertThat(dashboard.get("/servers").findValuesAsText("name")).contains("platform-nine");
            assertThat(dashboard.get("/problems").isArray()).isTrue(); // a busy machine is one to JobRunr
            assertThat(dashboard.get("/version").has("version")).isTrue();
            // each comes only with a tick of JobRunr's
            List<CompletableFuture<JsonNode>> events = Stream.of("/jobstats", "/servers", "/jobs/" + held)
                    .map(path -> CompletableFuture.supplyAsync(() -> dashboard.event(path)))
                    .toList();
            assertThat(events.get(0).get().get("succeeded").asInt()).isEqualTo(2);
            assertThat(events.get(1).get().findValuesAsText("id")).contains(text(ASYNC));
            assertThat(events.get(2).get().get("id").asText()).isEqualTo(text(held));
            assertThat(dashboard.status("/dashboard")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatAPersonOrdersIsHonouredByTheAsyncWorker(String store) throws Exception {
        UUID held = scheduler.<Station>enqueue(yard -> yard.hold("held")).asUUID();
        UUID failed = scheduler.<Station>enqueue(yard -> yard.derail("failed")).asUUID();
        scheduler.<Station>scheduleRecurrently("timetable", "0 0 1 1 *", yard -> yard.report("timetable"));
        try (Dashboard dashboard = new Dashboard(rig.use(DropIn.store(store, rig.client), MAPPER), MAPPER)) {
            eventually().until(() -> dashboard.ids("FAILED").contains(text(failed)));
            eventually().until(() -> station.runs.containsKey("held"));

            dashboard.delete("/jobs/" + held);
            dashboard.post("/jobs/" + failed + "/requeue");
            dashboard.post("/recurring-jobs/timetable/trigger");

            eventually().until(station.held::isCancelled);
            eventually().until(() -> worker.inFlight() == 0);
            eventually().until(() -> dashboard.ids("SUCCEEDED").contains(text(failed)));
            eventually().until(() -> station.runs.containsKey("timetable"));
            assertThat(dashboard.ids("DELETED")).containsExactly(text(held));
            assertThat(station.runs).containsEntry("held", 1).containsEntry("failed", 2);
            assertThat(dashboard.get("/recurring-jobs?offset=0&limit=20").findValuesAsText("id"))
                    .contains("timetable");
            dashboard.delete("/recurring-jobs/timetable");
            assertThat(storage.getRecurringJobs()).isEmpty();
        }
    }

    private static String text(UUID id) {
        return id.toString();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
