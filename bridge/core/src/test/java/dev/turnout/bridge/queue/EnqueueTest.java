// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.Job;
import dev.turnout.runtime.JobDraft;
import dev.turnout.runtime.JobOrder;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.redis.RedisFault;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** {@link TaskQueue} on JobRunr's layout, beside unmodified JobRunr 7.5.3 servers with each of their mappers. */
@Tag("redis")
class EnqueueTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
        rig.reset();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void aStockServerRunsWhatWasEnqueuedWithEachMapper() {
        Map<String, Object> expected = new LinkedHashMap<>();
        List<StockPool> pools = new ArrayList<>();
        List<JobId> sent = new ArrayList<>();
        for (Application application : Application.values()) {
            pools.add(application.pool(rig));
            sent.add(enqueueEachKind(application, application.queue(rig), "", expected));
        }
        pools.forEach(StockPool::start);

        await().atMost(Duration.ofSeconds(60)).until(() -> Freight.SEEN.keySet().containsAll(expected.keySet()));

        assertThat(Freight.SEEN).containsAllEntriesOf(expected);
        for (int at = 0; at < pools.size(); at++) {
            StockPool pool = pools.get(at);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> pool.storage.countJobs(StateName.ENQUEUED) == 0
                            && pool.storage.countJobs(StateName.PROCESSING) == 0);
            assertThat(pool.storage.countJobs(StateName.FAILED)).isZero();
            assertThat(Freight.SEEN.get(Application.values()[at] + " context"))
                    .isEqualTo(UUID.fromString(sent.get(at).value()));
        }
        pools.forEach(StockPool::close);
    }

    /** @return the id of the job that tells its id */
    private static JobId enqueueEachKind(
            Application application, LegacyQueue legacy, String who, Map<String, Object> expected) {
        TaskQueue queue = TaskQueue.on(legacy);
        Freight.Load load = new Freight.Load(
                "coal",
                Long.MAX_VALUE,
                Freight.Mode.SLOW,
                new ArrayList<>(List.of("a", "b")),
                Instant.parse("2026-11-24T12:00:00Z"));
        List<JobDraft<?>> drafts = new ArrayList<>();
        drafts.add(queue.enqueue(Freight::text, mark(application + who, "text"), "\"ü\" 😀"));
        expected.put(mark(application + who, "text"), "\"ü\" 😀");
        drafts.add(queue.enqueue(
                Freight::numbers, mark(application + who, "numbers"), 7, 9_007_199_254_740_993L, 0.1, true));
        expected.put(mark(application + who, "numbers"), List.of(7, 9_007_199_254_740_993L, 0.1, true));
        if (application != Application.JSONB) { // its mapper reads no enum back
            drafts.add(queue.enqueue(Freight::mode, mark(application + who, "mode"), Freight.Mode.SLOW));
            expected.put(mark(application + who, "mode"), Freight.Mode.SLOW);
        }
        drafts.add(queue.enqueue(Freight::load, mark(application + who, "load"), load));
        expected.put(mark(application + who, "load"), load);
        drafts.add(queue.enqueue(Freight::date, mark(application + who, "date"), LocalDate.of(2026, 11, 24)));
        expected.put(mark(application + who, "date"), LocalDate.of(2026, 11, 24));
        drafts.add(queue.enqueue(Freight::list, mark(application + who, "list"), List.of("a", "b")));
        expected.put(mark(application + who, "list"), List.of("a", "b"));
        drafts.add(queue.enqueue(Freight::map, mark(application + who, "map"), Map.of("k", "v")));
        expected.put(mark(application + who, "map"), Map.of("k", "v"));
        drafts.add(queue.enqueue(Freight::still, mark(application + who, "static"), "s"));
        expected.put(mark(application + who, "static"), "s");
        drafts.add(queue.enqueue(new Freight()::haulAsync, mark(application + who, "twin"), "iron", null));
        expected.put(mark(application + who, "twin"), "iron by the facade");
        drafts.add(queue.enqueue(
                new TaskAddress(Freight.class.getName(), "text", List.of("java.lang.String", "java.lang.String")),
                mark(application + who, "name"),
                "named"));
        expected.put(mark(application + who, "name"), "named");
        drafts.add(queue.enqueue(Freight::context, mark(application + who, "context"), JobContext.Null));
        get(queue.sendAll(drafts));
        return drafts.get(drafts.size() - 1).id();
    }

    private static String mark(String application, String kind) {
        return application + " " + kind;
    }

    @Test
    void anAsyncWorkerRunsThemToo() {
        Map<String, Object> expected = new LinkedHashMap<>();
        List<TaskDefinition> tasks = new ArrayList<>(FreightWorker.tasks().all());
        for (Method method : Freight.class.getDeclaredMethods()) {
            if (List.of("text", "numbers", "mode", "load", "date", "list", "map", "still")
                    .contains(method.getName())) {
                tasks.add(TaskDefinition.blocking(Freight.class, method, ""));
            }
        }
        for (Application application : Application.values()) {
            String prefix = "async-" + application.prefix();
            LegacyQueue legacy = rig.open(Rig.options().keyPrefix(prefix).dialect(application.dialect));
            rig.redis().hset(prefix + ":turnout:routes", "*", "100");
            enqueueEachKind(application, legacy, " async", expected);
            expected.put(mark(application + " async", "twin"), "iron in attempt 1");
            try (Worker worker = FreightWorker.start(legacy, TaskRegistry.of(tasks))) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> Freight.SEEN.keySet().containsAll(expected.keySet()));
                assertThat(worker.counts().failed()).isZero();
            }
        }

        assertThat(Freight.SEEN).containsAllEntriesOf(expected);
    }

    @Test
    void nameLabelsRetriesAndLoggingContextAreWhatJobRunrReads() {
        StockPool pool = StockPool.on(rig.client(), "said", new JacksonJsonMapper());
        TaskQueue queue = TaskQueue.on(rig.open(Rig.options().keyPrefix("said")));
        MDC.put("customer", "Ada");
        try {
            Job<Void> said = get(queue.enqueue(Freight::text, "m", "v")
                    .name("A parcel")
                    .labels("one", "two")
                    .retries(4)
                    .send());
            Job<Void> declared =
                    get(queue.enqueue(Freight::declared, "m", "Rome").send());
            Job<?> named = get(queue.enqueue(address("declared"), "m", "Rome").send());
            Job<?> asJson = get(queue.enqueue(address("declared"), new TextNode("m"), new TextNode("Rome"))
                    .send());
            Job<Void> both = get(queue.enqueue(Freight::declared, "m", "Rome")
                    .retries(0)
                    .labels()
                    .send());
            Job<Void> later = get(queue.enqueue(Freight::text, "m", "v")
                    .after(Duration.ofHours(1))
                    .send());
            Instant moment = Instant.parse("2040-01-01T00:00:00Z");
            Job<Void> then =
                    get(queue.enqueue(Freight::text, "m", "v").at(moment).send());
            Job<Void> passed =
                    get(queue.enqueue(Freight::text, "m", "v").at(Instant.EPOCH).send());

            assertThat(pool.job(said.id()).getJobName()).isEqualTo("A parcel");
            assertThat(pool.job(said.id()).getLabels()).containsExactlyInAnyOrder("one", "two");
            assertThat(pool.job(said.id()).getAmountOfRetries()).isEqualTo(4);
            assertThat(pool.job(said.id()).getMetadata()).containsEntry("mdc-customer", "Ada");
            assertThat(pool.job(declared.id()).getJobName()).isEqualTo("Deliver Rome for Ada");
            assertThat(pool.job(declared.id()).getLabels()).containsExactlyInAnyOrder("freight", "to Rome");
            assertThat(pool.job(declared.id()).getAmountOfRetries()).isEqualTo(2);
            for (Job<?> byName : List.of(named, asJson)) {
                assertThat(pool.job(byName.id()).getJobName()).isEqualTo("Deliver Rome for Ada");
                assertThat(pool.job(byName.id()).getLabels()).containsExactlyInAnyOrder("freight", "to Rome");
                assertThat(pool.job(byName.id()).getAmountOfRetries()).isEqualTo(2);
            }
            assertThat(pool.job(both.id()).getAmountOfRetries()).isZero();
            assertThat(pool.job(both.id()).getLabels()).isEmpty();
            assertThat(pool.job(later.id()).hasState(StateName.SCHEDULED)).isTrue();
            assertThat(pool.job(then.id()).<ScheduledState>getJobState().getScheduledAt())
                    .isEqualTo(moment);
            assertThat(pool.job(passed.id()).hasState(StateName.ENQUEUED)).isTrue();
        } finally {
            MDC.remove("customer");
        }
    }

    @Test
    void whatTheLayoutCannotCarryIsRefusedAndNothingIsStored() {
        LegacyQueue legacy = rig.open(Rig.options().keyPrefix("refused"));
        TaskQueue queue = TaskQueue.on(legacy);

        refused("TURNOUT-0632", () -> queue.enqueue(Freight::bareAsync, "m"));
        refused("TURNOUT-0632", () -> queue.enqueue(Freight::lateAsync, "m"));
        refused("TURNOUT-0632", () -> queue.enqueue(Freight::promised, "m"));
        refused("TURNOUT-0632", () -> queue.enqueue(Freight::streamed, "m"));
        refused("TURNOUT-0633", () -> queue.enqueue(Freight::hidden, "m"));
        refused("TURNOUT-0636", () -> queue.enqueue(Freight::text, "m", null));
        refused("TURNOUT-0635", () -> queue.enqueue(Freight::any, "m", new Endless()));
        refused("TURNOUT-0639", () -> queue.enqueue(address("haulAsync"), "m", "v"));
        refused(
                "TURNOUT-0637",
                () -> queue.enqueue(Freight::text, "m", "x".repeat(1024 * 1024)).send());
        refused(
                "TURNOUT-0642",
                () -> queue.enqueue(Freight::text, "m", "v")
                        .labels("1", "2", "3", "4")
                        .send());
        refused(
                "TURNOUT-0642",
                () -> queue.enqueue(Freight::text, "m", "v")
                        .labels("x".repeat(46))
                        .send());
        refused(
                "TURNOUT-0351",
                () -> queue.enqueue(Freight::text, "m", "v").id("mine").send());
        for (JobDraft<Void> asked : List.of(
                queue.enqueue(Freight::text, "m", "v").unique("u"),
                queue.enqueue(Freight::text, "m", "v").expiresAfter(Duration.ofHours(1)),
                queue.enqueue(Freight::text, "m", "v").priority(1),
                queue.enqueue(Freight::text, "m", "v").timeout(Duration.ofMinutes(1)),
                queue.enqueue(Freight::text, "m", "v").keepResult(Duration.ofHours(1)),
                queue.enqueue(Freight::text, "m", "v").header("a", "b"))) {
            refused("TURNOUT-0634", asked::send);
        }

        assertThat(rig.redis().keys("refused:job:*")).isEmpty();
    }

    /** A value inside which it stands itself. */
    private static final class Endless {
        @SuppressWarnings("unused") // read by mappers
        private final Object self = this;
    }

    @Test
    void fiveHundredAreSentInThreeScriptsAndASecondTimeChangeNothing() {
        TaskQueue queue = TaskQueue.on(rig.open(Rig.options().keyPrefix("many")));
        List<JobDraft<?>> drafts = IntStream.range(0, 500)
                .<JobDraft<?>>mapToObj(number -> queue.enqueue(Freight::text, "m" + number, "v"))
                .toList();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (StatefulRedisPubSubConnection<String, String> ear = rig.client().connectPubSub()) {
            ear.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.add(message);
                }
            });
            ear.sync().subscribe(LegacyKeys.under("many").signal(), "end");

            List<Job<?>> jobs = get(queue.sendAll(drafts));

            rig.redis().publish("end", "end");
            await().until(() -> heard.contains("end"));
            assertThat(heard)
                    .hasSize(4) // a script says it once
                    .satisfies(said -> assertThat(said.subList(0, 3)).allMatch(word -> word.startsWith("work ")))
                    .endsWith("end");
            assertThat(jobs)
                    .extracting(Job::id)
                    .isEqualTo(drafts.stream().map(JobOrder::id).toList());
            assertThat(jobs).allMatch(job -> get(job.sent()));
        }
        assertThat(get(queue.sendAll(drafts))).noneMatch(job -> get(job.sent()));
        assertThat(rig.redis().zcard("many:queue:jobs:ENQUEUED")).isEqualTo(500);
    }

    @Test
    void whatGotNoAnswerIsSentAgainAndStoredOnce() {
        TaskQueue queue = TaskQueue.on(rig.open(impatient("lost")));
        get(queue.enqueue(Freight::text, "m", "the script is there").send());
        List<JobDraft<?>> drafts =
                List.of(queue.enqueue(Freight::text, "m", "1"), queue.enqueue(Freight::text, "m", "2"));
        rig.redis().clientPause(400);

        assertThatThrownBy(() -> get(queue.sendAll(drafts))).hasCauseInstanceOf(RedisFault.class);

        await().until(() -> rig.redis().zcard("lost:queue:jobs:ENQUEUED") == 3);
        assertThat(get(queue.sendAll(drafts))).noneMatch(job -> get(job.sent()));
        assertThat(rig.redis().zcard("lost:queue:jobs:ENQUEUED")).isEqualTo(3);
    }

    private static LegacyQueueOptions impatient(String prefix) {
        LegacyQueueOptions usual = Rig.options().keyPrefix(prefix);
        return new LegacyQueueOptions(
                usual.keyPrefix(),
                usual.workerId(),
                usual.workerName(),
                usual.slots(),
                usual.lease(),
                usual.skew(),
                usual.headRoom(),
                usual.settleAfter(),
                usual.crashes(),
                Duration.ofMillis(150),
                usual.dialect());
    }

    private static TaskAddress address(String method) {
        return new TaskAddress(Freight.class.getName(), method, List.of("java.lang.String", "java.lang.String"));
    }

    private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(code);
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
