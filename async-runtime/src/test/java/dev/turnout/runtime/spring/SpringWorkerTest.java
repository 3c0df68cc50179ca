// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.async.JobScope;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Mono;

@Timeout(30)
class SpringWorkerTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);

    @Test
    void anEnabledWorkerRunsAnnotatedMethodsThroughTheirProxies() {
        SEEN.clear();
        try (AnnotationConfigApplicationContext context = context(Map.of(
                "turnout.worker.enabled", "true",
                "turnout.worker.slots", "5",
                "turnout.worker.lease", "20s",
                "turnout.worker.drain-timeout", "3s",
                "turnout.worker.blocking-pool-size", "2",
                "turnout.worker.pools.db", "4"))) {
            JobId id = insert("greet");

            await().until(() -> store.stateOf(id).equals("SUCCEEDED"));

            assertThat(SEEN).containsExactly("listener", "proxy greetAsync", "hello ann");
            assertThat(context.getBean(WorkerOptions.class))
                    .returns(5, WorkerOptions::slots)
                    .returns(Duration.ofSeconds(20), WorkerOptions::lease)
                    .returns(Duration.ofSeconds(3), WorkerOptions::drainTimeout)
                    .returns(4, options -> options.threadsOf("db"))
                    .returns(2, options -> options.threadsOf("other"));
        }
        assertThat(store.present()).isEmpty();
    }

    @Test
    void aMonoIsSubscribedAndAwaited() {
        try (AnnotationConfigApplicationContext context = context(Map.of("turnout.worker.enabled", "true"))) {
            JobId good = insert("react");
            JobId bad = insert("fail");

            await().until(() -> store.stateOf(good).equals("SUCCEEDED"));
            await().until(() -> store.stateOf(bad).equals("FAILED"));

            assertThat(store.job(bad).failures().get(0)).hasMessage("reactive");
            assertThat(context.getBean(WorkerLifecycle.class).worker()).isPresent();
        }
    }

    @Test
    void aMonoIsSetGoingInsideTheJob() {
        try (AnnotationConfigApplicationContext context = context(Map.of("turnout.worker.enabled", "true"))) {
            SEEN.clear();
            JobId id = insert("defer");

            await().until(() -> store.stateOf(id).equals("SUCCEEDED"));

            assertThat(SEEN).contains("in a scope as job " + id.value());
            assertThat(context.getBean(WorkerLifecycle.class).isRunning()).isTrue();
        }
    }

    @Test
    void noWorkerStartsUnlessItIsSwitchedOn() {
        try (AnnotationConfigApplicationContext context = context(Map.of())) {
            assertThat(context.getBeansOfType(WorkerLifecycle.class)).isEmpty();
        }
    }

    @Test
    void aPlainSpringApplicationEnablesItByAnnotation() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Queue.class, () -> queue);
            context.register(Plain.class, Application.class);
            context.refresh();
            JobId id = insert("greet");

            await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
            assertThat(context.getBean(WorkerLifecycle.class).isRunning()).isTrue();
        }
    }

    private AnnotationConfigApplicationContext context(Map<String, Object> properties) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(Queue.class, () -> queue);
        context.register(Application.class, TurnoutAutoConfiguration.class);
        context.refresh();
        return context;
    }

    private JobId insert(String method) {
        JobId id = new JobId(UUID.randomUUID().toString());
        TaskAddress task = new TaskAddress(Greeter.class.getName(), method, List.of("java.lang.String"));
        queue.insert(NewJob.now(id, task, List.of(new Argument("java.lang.String", new TextNode("ann")))));
        return id;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTurnout
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @Bean
        Greeter greeter() {
            return new Greeter("hello");
        }

        @Bean
        WorkerListener listener() {
            return new WorkerListener() {
                @Override
                public void started(Claim claim) {
                    SEEN.add("listener");
                }
            };
        }

        @Bean
        MethodInterceptor interceptor() {
            return call -> {
                SEEN.add("proxy " + call.getMethod().getName());
                return call.proceed();
            };
        }

        @Bean
        static BeanNameAutoProxyCreator proxies() {
            BeanNameAutoProxyCreator proxies = new BeanNameAutoProxyCreator();
            proxies.setBeanNames("greeter");
            proxies.setInterceptorNames("interceptor");
            proxies.setProxyTargetClass(true);
            return proxies;
        }
    }

    static class Greeter {
        private final String word;

        Greeter(String word) {
            this.word = word;
        }

        void greet(String name) {}

        @AsyncTask
        CompletionStage<Void> greetAsync(String name) {
            SEEN.add(word + " " + name);
            return CompletableFuture.completedFuture(null);
        }

        void react(String name) {}

        @AsyncTask
        Mono<Void> reactAsync(String name) {
            return Mono.delay(Duration.ofMillis(5)).then();
        }

        void defer(String name) {}

        @AsyncTask
        Mono<Void> deferAsync(String name) {
            return Mono.fromRunnable(() ->
                    SEEN.add((JobScope.current() == null ? "outside" : "in a scope") + " as job " + MDC.get("jobId")));
        }

        void fail(String name) {}

        @AsyncTask(retries = 0)
        Mono<String> failAsync(String name) {
            return Mono.error(new IllegalStateException("reactive"));
        }
    }
}
