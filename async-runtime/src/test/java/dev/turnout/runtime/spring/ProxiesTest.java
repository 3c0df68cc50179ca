// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** What a worker does with beans that are more than a plain object. */
@Timeout(60)
class ProxiesTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final InMemoryQueue queue = InMemoryQueue.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void forget() {
        SEEN.clear();
        CREATED.set(0);
    }

    @Test
    void aCachedTaskIsNotRunAgainForTheSameArguments() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Caching.class, "#look = blocking")) {
            JobId first = insert("look");
            await().until(() -> ended(first));
            JobId second = insert("look");
            await().until(() -> ended(second));

            assertThat(SEEN).containsExactly("look");
            assertThat(context.getBean(CacheManager.class).getCache("looks")).isNotNull();
        }
    }

    @Test
    void aTwinBehindAsyncIsAwaitedOnItsOwnExecutor() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Asynchronous.class)) {
            JobId good = Contexts.insert(queue, Errands.class, "go", "well");
            JobId bad = Contexts.insert(queue, Errands.class, "go", "badly");

            await().until(() -> ended(good) && ended(bad));

            assertThat(Contexts.state(queue, bad)).isEqualTo("FAILED");
            assertThat(SEEN).allMatch(thread -> thread.startsWith("errand-")).hasSize(2);
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void whatATwinBehindAsyncOffloadsFindsNoLane() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Asynchronous.class)) {
            JobId job = Contexts.insert(queue, Errands.class, "offload", "x");

            await().until(() -> ended(job));

            assertThat(queue.store().find(job).orElseThrow().failures().get(0)).hasMessageContaining("TURNOUT-0201");
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void anAsyncMethodThatNobodyCouldAwaitFailsTheStart() {
        assertThatThrownBy(() -> start(Asynchronous.class, "#forget = blocking"))
                .rootCause()
                .hasMessageContaining("TURNOUT-0379 Task " + Plain.class.getName() + "#forget() carries @Async");
    }

    @Test
    void withoutAsyncProxiesItIsAPlainMethod() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Simple.class, "#forget = blocking")) {
            JobId job = insert("forget");

            await().until(() -> ended(job));

            assertThat(SEEN).containsExactly("forget");
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void aLazyBeanIsCreatedByItsFirstJob() throws Exception {
        try (AnnotationConfigApplicationContext context = start(LazyBean.class, "#look = blocking")) {
            assertThat(CREATED).hasValue(0);
            JobId first = insert("look");
            JobId second = insert("look");

            await().until(() -> ended(first) && ended(second));

            assertThat(CREATED).hasValue(1);
            assertThat(context.getBeanFactory().containsSingleton("plain")).isTrue();
        }
    }

    @Test
    void aPrototypeIsCreatedForEachAttempt() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Prototypes.class, "#look = blocking")) {
            JobId first = insert("look");
            JobId second = insert("look");

            await().until(() -> ended(first) && ended(second));

            assertThat(CREATED).hasValue(2);
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void aScopedBeanIsFoundThroughItsProxyAndEndsInItsScope() throws Exception {
        try (AnnotationConfigApplicationContext context = Contexts.boot(queue, "", Scoped.class)) {
            JobId good = Contexts.insert(queue, OfThread.class, "draw");
            JobId elsewhere = Contexts.insert(queue, OfRequest.class, "draw");

            await().until(() -> ended(good) && ended(elsewhere));

            assertThat(Contexts.state(queue, good)).isEqualTo("SUCCEEDED");
            assertThat(queue.store().find(elsewhere).orElseThrow().failures().get(0))
                    .hasStackTraceContaining("No Scope registered for scope name 'request'");
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void ofTwoBeansOfATasksClassThePrimaryOneIsCalled() throws Exception {
        try (AnnotationConfigApplicationContext context = start(OnePrimary.class, "#look = blocking")) {
            JobId job = insert("look");

            await().until(() -> ended(job));

            assertThat(SEEN).containsExactly("look of the first");
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void withTwoEqualBeansOfATasksClassItsJobsAreParked() throws Exception {
        try (AnnotationConfigApplicationContext context = start(TwoEqual.class, "#look = blocking")) {
            JobId job = insert("look");

            await().until(() -> Contexts.state(queue, job).equals("PARKED"));

            assertThat(queue.store().find(job).orElseThrow().reason())
                    .contains("TURNOUT-0115")
                    .contains("first,second");
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void surroundingsAreEnteredInTheirOrderAroundProxyAndBody() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Surrounded.class, "#look = blocking")) {
            JobId job = insert("look");

            await().until(() -> ended(job));

            assertThat(SEEN).containsExactly("outer in", "inner in", "look", "inner out", "outer out");
            assertThat(context.isActive()).isTrue();
        }
    }

    /** @param tasks lines of the catalog without the class, which is {@link Plain} */
    private AnnotationConfigApplicationContext start(Class<?> configuration, String... tasks) throws Exception {
        AnnotationConfigApplicationContext context = Contexts.unrefreshed(queue, "turnout.worker.enabled: true");
        context.setClassLoader(Catalog.of(
                folder,
                List.of(tasks).stream()
                        .map(line -> Plain.class.getName() + line.replace(" ", "() "))
                        .map(line -> line.replace("=()", "="))
                        .toList()));
        context.register(configuration, TurnoutAutoConfiguration.class);
        try {
            context.refresh();
        } catch (RuntimeException failed) {
            context.close();
            throw failed;
        }
        return context;
    }

    private JobId insert(String method) {
        return Contexts.insert(queue, Plain.class, method);
    }

    private boolean ended(JobId job) {
        return List.of("SUCCEEDED", "FAILED").contains(Contexts.state(queue, job));
    }

    static class Plain {
        private final String name;

        Plain() {
            this("");
        }

        Plain(String name) {
            this.name = name;
            CREATED.incrementAndGet();
        }

        @Cacheable("looks")
        public String look() {
            SEEN.add("look" + name);
            return "seen";
        }

        @Async
        public void forget() {
            SEEN.add("forget");
        }
    }

    static class Errands {
        @Async
        @AsyncTask
        CompletableFuture<Void> go(String how) {
            SEEN.add(Thread.currentThread().getName());
            return how.equals("well")
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new IllegalStateException(how));
        }

        @Async
        @AsyncTask
        CompletableFuture<Object> offload(String what) {
            return Stages.map(Blocking.call(() -> what), Object.class::cast).toCompletableFuture();
        }
    }

    static class OfThread {
        @AsyncTask
        CompletionStage<Void> draw() {
            return Stages.done();
        }
    }

    static class OfRequest extends OfThread {}

    @Configuration(proxyBeanMethods = false)
    static class Simple {
        @Bean
        Plain plain() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class Caching extends Simple {
        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class Asynchronous extends Simple {
        @Bean
        Errands errands() {
            return new Errands();
        }

        @Bean
        Executor taskExecutor() {
            return new SimpleAsyncTaskExecutor("errand-");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBean {
        @Bean
        @Lazy
        Plain plain() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototypes {
        @Bean
        @Scope("prototype")
        Plain plain() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {
        @Bean
        static org.springframework.beans.factory.config.BeanFactoryPostProcessor scopes() {
            return factory -> factory.registerScope("thread", new SimpleThreadScope());
        }

        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        OfThread ofThread() {
            return new OfThread();
        }

        @Bean
        @Scope(scopeName = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
        OfRequest ofRequest() {
            return new OfRequest();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnePrimary {
        @Bean
        @Primary
        Plain first() {
            return new Plain(" of the first");
        }

        @Bean
        Plain second() {
            return new Plain(" of the second");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoEqual {
        @Bean
        Plain first() {
            return new Plain();
        }

        @Bean
        Plain second() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Surrounded extends Simple {
        @Bean
        @Order(2)
        Surroundings second() {
            return claim -> new Noting("inner");
        }

        @Bean
        @Order(1)
        Surroundings first() {
            return claim -> new Noting("outer");
        }
    }

    private record Noting(String name) implements Surroundings.Run {
        @Override
        public Optional<Object> argument(String declaredType) {
            return Optional.empty();
        }

        @Override
        public void starting() {
            SEEN.add(name + " in");
        }

        @Override
        public void ended(Optional<Throwable> failure) {}

        @Override
        public Map<String, JsonNode> notes() {
            return Map.of();
        }

        @Override
        public void left() {
            SEEN.add(name + " out");
        }
    }
}
