// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

@Timeout(60)
class BurstTest {
    private static final String BURST = "--turnout.worker.burst=true";

    private final InMemoryQueue queue = InMemoryQueue.create();
    private final Jobs jobs = new Jobs();
    private final List<String> exits = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void leaveTheLoggingOfThisProcessAlone() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    @AfterAll
    static void giveTheLoggingBack() {
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
    }

    @Test
    void aProcessWhoseJobsEndWellExitsWithZeroThoughAThreadOfItWaitsForEver() throws Exception {
        Ended ended = process(BURST, "good", "good", "good");

        assertThat(ended.output()).contains("The burst is over: completed=3 failed=0");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aProcessWithFailedJobsExitsWithOneAndListsThem() throws Exception {
        Ended ended = process(BURST, "good", "bad", "bad luck");

        assertThat(ended.output())
                .contains("TURNOUT-0375 The burst is over: completed=1 failed=2")
                .containsPattern("(?m)^  \\S{36} \\S+BurstApplication#job\\(java.lang.String\\): .*Exception: bad$")
                .containsPattern(
                        "(?m)^  \\S{36} \\S+BurstApplication#job\\(java.lang.String\\): .*Exception: bad luck$");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void runReturnsWithAClosedContextWhenJobsOfRunnersAndListenersAreDoneToo() {
        insert("early", 0);

        ConfigurableApplicationContext context = run(Enqueuing.class, BURST);

        assertThat(context.isActive()).isFalse();
        assertThat(jobs.seen).containsExactlyInAnyOrder("early", "of a runner", "of a listener");
        assertThat(exits).containsExactly("exit 0, done 3");
        assertThat(queue.store().present()).isEmpty();
    }

    @Test
    void aBurstOfTwoTakesTwoJobsAndLeavesTheOthers() {
        insert("one", 0);
        insert("two", 0);
        insert("three", 0);

        run(Plain.class, "--turnout.worker.burst=2");

        assertThat(exits).containsExactly("exit 0, done 2");
        assertThat(queue.store().jobs())
                .extracting(StoredJob::state)
                .containsExactly(State.SUCCEEDED, State.SUCCEEDED, State.ENQUEUED);
    }

    @Test
    void aRetryThatIsDueLaterIsLeftToTheNextRun() {
        insert("bad", 1);

        run(Plain.class, BURST);

        assertThat(exits).containsExactly("exit 0, done 0");
        assertThat(queue.store().jobs()).extracting(StoredJob::state).containsExactly(State.SCHEDULED);
    }

    @Test
    void aBurstThatWaitsForDeferredJobsRunsTheRetryToo() throws InterruptedException {
        insert("bad", 1);
        Thread main = new Thread(() ->
                run(Plain.class, BURST, "--turnout.worker.burst-deferred=true", "--turnout.worker.duty-every=20ms"));
        main.start();
        await().until(() -> queue.store().nextDue().isPresent());

        queue.store().clock().advance(Duration.ofMinutes(1));
        main.join();

        assertThat(exits).containsExactly("exit 1, done 0");
        assertThat(queue.store().jobs().get(0).failures()).hasSize(2);
    }

    @Test
    void aContextThatSomebodyElseClosesLeavesTheExitToThem() throws InterruptedException {
        insert("waits", 0);
        insert("too late", 0);
        List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();
        CountDownLatch closing = new CountDownLatch(1);
        SpringApplication application = application(Plain.class);
        application.addInitializers(started::add);
        application.addListeners((ApplicationListener<ContextClosedEvent>) event -> closing.countDown());
        Thread main = new Thread(() -> application.run(BURST, "--turnout.worker.slots=1"));
        main.start();
        await().until(() -> jobs.seen.contains("waits"));

        Thread other = new Thread(started.get(0)::close);
        other.start();
        closing.await();
        jobs.open.countDown();
        other.join();
        main.join();

        assertThat(exits).isEmpty();
        assertThat(queue.store().jobs()).extracting(StoredJob::state).containsExactly(State.SUCCEEDED, State.ENQUEUED);
    }

    @Test
    void aWorkerThatIsSwitchedOffStaysOffWhateverTheBurst() {
        try (ConfigurableApplicationContext context = run(Plain.class, BURST, "--turnout.worker.enabled=false")) {
            assertThat(context.isActive()).isTrue();
            assertThat(context.getBeansOfType(WorkerLifecycle.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "yes", "1.5"})
    void aValueThatIsNoNumberOfJobsFailsTheStart(String value) {
        assertThatThrownBy(() -> run(Plain.class, "--turnout.worker.burst=" + value))
                .rootCause()
                .hasMessageStartingWith("TURNOUT-0373 turnout.worker.burst is '" + value + "'.");
    }

    @Test
    void aContextThatSpringApplicationDidNotStartIsRefused() {
        assertThatThrownBy(() -> Contexts.boot(queue, "turnout.worker.burst: true"))
                .rootCause()
                .hasMessageContaining("TURNOUT-0374");
        assertThat(queue.store().present()).isEmpty();
    }

    private void insert(String word, int retries) {
        Contexts.insert(queue, Jobs.class, "run", retries, word);
    }

    private ConfigurableApplicationContext run(Class<?> source, String... arguments) {
        return application(source).run(arguments);
    }

    private SpringApplication application(Class<?> source) {
        SpringApplication application = new SpringApplication(source);
        application.setRegisterShutdownHook(false);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("queue", queue);
            ((org.springframework.context.support.GenericApplicationContext) context)
                    .registerBean(Jobs.class, () -> jobs);
            context.getBeanFactory().registerSingleton("exit", (BurstExit) (code, result) ->
                    exits.add("exit " + code + ", done " + result.counts().completed()));
        });
        return application;
    }

    private static Ended process(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BurstApplication.class.getName(),
                "--logging.level.dev.turnout=INFO"));
        line.addAll(Arrays.asList(arguments));
        Process child = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(child.waitFor(), output);
        } finally {
            child.destroyForcibly();
        }
    }

    private record Ended(int code, String output) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(TurnoutAutoConfiguration.class)
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(TurnoutAutoConfiguration.class)
    static class Enqueuing {
        @Bean
        ApplicationRunner runner(InMemoryQueue queue) {
            return arguments -> Contexts.insert(queue, Jobs.class, "run", "of a runner");
        }

        @Bean
        ApplicationListener<ApplicationReadyEvent> listener(InMemoryQueue queue) {
            return ready -> Contexts.insert(queue, Jobs.class, "run", "of a listener");
        }
    }

    static class Jobs {
        final List<String> seen = new CopyOnWriteArrayList<>();
        final CountDownLatch open = new CountDownLatch(1);

        @AsyncTask
        CompletionStage<?> run(String word) {
            seen.add(word);
            return switch (word) {
                case "bad" -> CompletableFuture.failedFuture(new IllegalStateException(word));
                case "waits" -> Blocking.run(open::await);
                default -> CompletableFuture.completedFuture(null);
            };
        }
    }
}
