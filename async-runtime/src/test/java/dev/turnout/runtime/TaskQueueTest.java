// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.TestWorker;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Putting jobs in, by the user's side of it, on the queue in memory. */
class TaskQueueTest {
    private static final List<String> RAN = new CopyOnWriteArrayList<>();

    private final InMemoryQueue memory = InMemoryQueue.create();
    private final TaskQueue queue = TaskQueue.on(memory);
    private final Notes bean = new Notes();

    /** Inherited by {@link Notes}. */
    public static class Base {
        public void inherited(String text) {
            RAN.add("inherited " + text);
        }
    }

    /** Tasks of every shape. */
    public static class Notes extends Base {
        /** Facade. */
        public void process(String url, long user) {
            Facade.await(() -> processAsync(url, user));
        }

        @AsyncTask
        public CompletionStage<Void> processAsync(String url, long user) {
            RAN.add(url + " of " + user);
            return Stages.done();
        }

        @AsyncTask
        public CompletableFuture<Integer> count(List<String> words, TaskContext context) {
            RAN.add(words + " in attempt " + context.attempt());
            return CompletableFuture.completedFuture(words.size());
        }

        public void plain(String text) {
            RAN.add("plain " + text);
        }

        public String answers() {
            return "an answer";
        }

        public static void still(int number) {
            RAN.add("still " + number);
        }

        public void add(String text) {
            RAN.add("text " + text);
        }

        public void add(Long number) {
            RAN.add("number " + number);
        }

        /** Facades. */
        public void tell(String text) {
            Facade.await(() -> tellAsync(text));
        }

        public void tell(Long number) {
            Facade.await(() -> tellAsync(number));
        }

        public CompletionStage<Void> tellAsync(String text) {
            return Stages.done();
        }

        public CompletionStage<Void> tellAsync(Long number) {
            return Stages.done();
        }

        public void eight(byte a, short b, int c, long d, float e, double f, boolean g, char h) {
            RAN.add("" + a + b + c + d + e + f + g + h);
        }

        public void varying(String... words) {
            RAN.add(Arrays.toString(words));
        }

        public void maybe(@Nullable String text) {
            RAN.add("maybe " + text);
        }
    }

    @Test
    void aTwinIsNamedByItsFacadeAndRun() {
        RAN.clear();
        TestWorker worker = TestWorker.of(bean);

        Job<Void> job = get(TaskQueue.on(worker.queue())
                .enqueue(Notes::processAsync, "http://a", 7L)
                .send());

        assertThat(job.task()).isEqualTo(address("process", "java.lang.String", "long"));
        assertThat(get(job.state())).contains("ENQUEUED");
        assertThat(worker.runUntilEmpty()).isEqualTo(1);
        assertThat(RAN).containsExactly("http://a of 7");
    }

    @Test
    void aTwinWithoutAFacadeKeepsItsNameAndItsResultsType() {
        JobDraft<Integer> draft = queue.enqueue(Notes::count, List.of("a", "b"), null);

        Job<Integer> job = get(draft.send());

        assertThat(job.task()).isEqualTo(address("count", "java.util.List"));
        assertThat(stored(job).argument(0, String[].class)).containsExactly("a", "b");
    }

    @Test
    void everyKindOfReferenceIsUnderstood() {
        assertThat(task(queue.enqueue(Notes::plain, "x"))).isEqualTo(address("plain", "java.lang.String"));
        assertThat(task(queue.enqueue(bean::plain, "x"))).isEqualTo(address("plain", "java.lang.String"));
        assertThat(task(queue.enqueue(Notes::still, 5))).isEqualTo(address("still", "int"));
        assertThat(task(queue.enqueue(Notes::answers))).isEqualTo(address("answers"));
        assertThat(task(queue.enqueue(bean::processAsync, "x", 1L)))
                .isEqualTo(address("process", "java.lang.String", "long"));
        assertThat(task(queue.enqueue(Notes::inherited, "x"))).isEqualTo(address("inherited", "java.lang.String"));
        assertThat(task(queue.enqueue(bean::inherited, "x"))).isEqualTo(address("inherited", "java.lang.String"));
        assertThat(task(queue.enqueue(Notes::eight, (byte) 1, (short) 2, 3, 4L, 5f, 6d, true, 'h')))
                .isEqualTo(address("eight", "byte", "short", "int", "long", "float", "double", "boolean", "char"));
    }

    @Test
    void ofOverloadedMethodsTheTypesSayWhichIsMeant() {
        assertThat(task(queue.<Notes, String>enqueue(Notes::add, "x"))).isEqualTo(address("add", "java.lang.String"));
        assertThat(task(queue.<Notes, Long>enqueue(Notes::add, 5L))).isEqualTo(address("add", "java.lang.Long"));
        assertThat(task(queue.<Long>enqueue(bean::add, 5L))).isEqualTo(address("add", "java.lang.Long"));
        assertThat(task(queue.<Notes, Long, Void>enqueue(Notes::tellAsync, 5L)))
                .isEqualTo(address("tell", "java.lang.Long"));
    }

    @Test
    void whatIsNoReferenceIsRefused() {
        assertThatThrownBy(() -> queue.enqueue(text -> {}, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TURNOUT-0630")
                .hasMessageContaining("a lambda in " + TaskQueueTest.class.getName());
        assertThatThrownBy(() -> queue.<Notes, String>enqueue(Notes::varying, "a"))
                .hasMessageContaining("TURNOUT-0630")
                .hasMessageContaining("variable arguments");
        assertThat(task(queue.<Notes, String[]>enqueue(Notes::varying, new String[] {"a"})))
                .isEqualTo(address("varying", "[Ljava.lang.String;"));
    }

    @Test
    void byNameTheArgumentsAreComparedWithTheNames() {
        TaskAddress plain = address("plain", "java.lang.String");

        assertThat(task(queue.enqueue(plain, "x"))).isEqualTo(plain);
        assertThat(task(queue.enqueue(address("many", "java.util.Collection", "long"), List.of(), 5L)))
                .isNotNull();
        assertThatThrownBy(() -> queue.enqueue(plain))
                .hasMessageContaining("TURNOUT-0638 ")
                .hasMessageContaining("1 arguments, 0");
        assertThatThrownBy(() -> queue.enqueue(plain, 5L))
                .hasMessageContaining("is a java.lang.Long, the method takes java.lang.String");
        assertThatThrownBy(() -> queue.enqueue(address("many", "long"), (Object) null))
                .hasMessageContaining("is null, the method takes long");
    }

    @Test
    void aTimeARetryNumberANameAndLabelsAreStored() {
        Instant moment = memory.clock().instant().plusSeconds(90);

        StoredJob later = stored(get(
                queue.enqueue(Notes::plain, "x").after(Duration.ofMinutes(5)).send()));
        StoredJob then = stored(get(queue.enqueue(Notes::plain, "x")
                .at(moment)
                .retries(2)
                .name("Plain x")
                .labels("a", "b")
                .send()));

        assertThat(later.state()).isEqualTo(StoredJob.State.SCHEDULED);
        assertThat(later.due()).isEqualTo(memory.clock().instant().plus(Duration.ofMinutes(5)));
        assertThat(then.due()).isEqualTo(moment);
        assertThat(then.options().name()).contains("Plain x");
        assertThat(then.options().labels()).containsExactly("a", "b");
    }

    @Test
    void whatTheLayoutCannotCarryIsRefusedAndNothingIsSent() {
        Map<String, JobDraft<?>> asked = Map.of(
                "UNIQUE", draft().unique("u"),
                "EXPIRY", draft().expiresAfter(Duration.ofHours(1)),
                "PRIORITY", draft().priority(5),
                "TIMEOUT", draft().timeout(Duration.ofSeconds(1)),
                "RESULT", draft().keepResult(Duration.ofDays(1)),
                "HEADERS", draft().header("tenant", "t1"));

        asked.forEach((option, draft) -> assertThatThrownBy(draft::send)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TURNOUT-0634")
                .hasMessageContaining(option));
        assertThatThrownBy(() -> queue.sendAll(List.of(draft(), asked.get("UNIQUE"))))
                .hasMessageContaining("UNIQUE");
        assertThatThrownBy(() -> draft().after(Duration.ofSeconds(-1))).hasMessageContaining("TURNOUT-0644");
        assertThatThrownBy(() -> draft().retries(-1)).hasMessageContaining("TURNOUT-0644");
        assertThat(memory.jobs()).isEmpty();
    }

    @Test
    void manyAreSentTogetherAndASecondTimeChangeNothing() {
        List<JobDraft<?>> drafts = IntStream.range(0, 5)
                .<JobDraft<?>>mapToObj(number -> queue.enqueue(Notes::still, number))
                .toList();

        List<Job<?>> jobs = get(queue.sendAll(drafts));
        List<Job<?>> again = get(queue.sendAll(drafts));

        assertThat(jobs)
                .extracting(Job::id)
                .isEqualTo(drafts.stream().map(JobOrder::id).toList());
        assertThat(jobs).allMatch(job -> get(job.sent()));
        assertThat(again).noneMatch(job -> get(job.sent()));
        assertThat(memory.jobs()).hasSize(5);
        assertThat(get(queue.sendAll(List.of()))).isEmpty();
    }

    @Test
    void aJobIsCancelledByItsHandle() {
        Job<Void> job = get(queue.enqueue(Notes::plain, "x").send());

        Answer answer = get(job.cancel("not wanted any more"));

        assertThat(answer).isInstanceOf(Answer.Committed.class);
        assertThat(get(job.state())).contains("DELETED");
    }

    @Test
    void whoHasTheIdAloneCanAskAndCancelToo() {
        JobId one = get(queue.enqueue(Notes::plain, "x").send()).id();
        JobId two = get(queue.enqueue(Notes::plain, "x").send()).id();

        assertThat(get(queue.cancel(one, "not wanted"))).isInstanceOf(Answer.Committed.class);
        assertThat(queue.blocking().cancel(two, "not wanted")).isInstanceOf(Answer.Committed.class);
        assertThat(get(queue.state(one))).contains("DELETED");
        assertThat(queue.blocking().state(two)).contains("DELETED");
        assertThat(queue.blocking().state(new JobId("nobody"))).isEmpty();
    }

    @Test
    void theBlockingFormReturnsWhenTheJobIsIn() {
        BlockingTaskQueue blocking = queue.blocking();

        Job<Integer> job = blocking.enqueue(Notes::count, List.of("a"), null).send();
        List<Job<?>> more = blocking.sendAll(List.of(
                blocking.enqueue(Notes::plain, "x"), blocking.enqueue(address("plain", "java.lang.String"), "y")));

        assertThat(job.sent()).isCompletedWithValue(true);
        assertThat(more).hasSize(2);
        assertThat(memory.jobs()).hasSize(3);
    }

    @Test
    void whatKeepsABlockingCallerFromSendingIsThrownAsItIs() {
        IllegalStateException down = new IllegalStateException("down");
        TaskQueue broken = TaskQueue.through(new InMemoryQueue(memory.store()) {
            @Override
            public CompletionStage<Boolean> insert(NewJob job) {
                return CompletableFuture.failedFuture(down);
            }
        });

        assertThatThrownBy(() -> broken.blocking().enqueue(Notes::plain, "x").send())
                .isSameAs(down);
        assertThat(broken.enqueue(Notes::plain, "x").send()).isCompletedExceptionally();
    }

    @Test
    void whatLeavesLaterIsCheckedNowAndMustNotBeWaitedForByItsOwnThread() throws Exception {
        List<Departure.Sending> held = new CopyOnWriteArrayList<>();
        TaskQueue later = queue.leaving(held::add);

        CompletableFuture<Job<Void>> kept =
                later.enqueue(Notes::plain, "kept").send().toCompletableFuture();
        CompletableFuture<Job<Void>> dropped =
                later.enqueue(Notes::plain, "dropped").send().toCompletableFuture();
        Job<Void> blocking = later.blocking().enqueue(Notes::plain, "blocking").send();
        Job<Void> atOnce =
                get(later.enqueue(Notes::plain, "at once").immediately().send());

        assertThatThrownBy(kept::join).hasMessageContaining("TURNOUT-0641");
        assertThatThrownBy(() -> kept.thenApply(Job::id).get(1, TimeUnit.SECONDS))
                .hasMessageContaining("TURNOUT-0641");
        assertThatThrownBy(() -> later.enqueue(Notes::plain, "x").unique("u").send())
                .hasMessageContaining("TURNOUT-0634");
        assertThat(memory.jobs()).extracting(StoredJob::id).containsExactly(atOnce.id());

        held.get(0).go();
        held.get(1).drop();
        held.get(2).go();

        assertThat(kept.join().sent()).isCompletedWithValue(true);
        assertThatThrownBy(dropped::join).hasMessageContaining("TURNOUT-0640");
        assertThat(blocking.sent()).isCompletedWithValue(true);
        assertThat(memory.jobs()).hasSize(3);
    }

    @Test
    void anotherThreadMayWaitForWhatLeavesLater() throws Exception {
        List<Departure.Sending> held = new CopyOnWriteArrayList<>();
        CompletableFuture<Job<Void>> kept =
                queue.leaving(held::add).enqueue(Notes::plain, "kept").send().toCompletableFuture();
        var other = Executors.newSingleThreadExecutor();
        try {
            var waiting = other.submit(() -> kept.join().id());
            held.get(0).go();

            assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(kept.join().id());
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void bothFormsTakeTheSameCalls() {
        assertThat(calls(BlockingTaskQueue.class))
                .isEqualTo(calls(TaskQueue.class))
                .hasSize(37);
    }

    @Test
    void nullIsStoredWhereTheLayoutCan() {
        RAN.clear();
        Method maybe = method("maybe", String.class);
        TestWorker worker =
                TestWorker.of(TaskRegistry.of(List.of(TaskDefinition.blocking(Notes.class, maybe, ""))), type -> bean);

        TaskQueue.on(worker.queue()).enqueue(Notes::maybe, null).send();

        worker.runUntilEmpty();
        assertThat(RAN).containsExactly("maybe null");
    }

    private JobDraft<Void> draft() {
        return queue.enqueue(Notes::plain, "x");
    }

    private TaskAddress task(JobDraft<?> draft) {
        return get(draft.send()).task();
    }

    private StoredJob stored(Job<?> job) {
        return memory.job(job.id());
    }

    private static TaskAddress address(String method, String... types) {
        return new TaskAddress(Notes.class.getName(), method, List.of(types));
    }

    private static Method method(String name, Class<?>... types) {
        try {
            return Notes.class.getMethod(name, types);
        } catch (NoSuchMethodException gone) {
            throw new AssertionError(gone);
        }
    }

    private static List<String> calls(Class<?> queue) {
        return Arrays.stream(queue.getDeclaredMethods())
                .filter(method -> method.getName().equals("enqueue"))
                .map(method -> Arrays.toString(method.getGenericParameterTypes()))
                .sorted()
                .toList();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
