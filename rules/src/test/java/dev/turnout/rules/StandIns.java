// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Map;
import java.util.TreeMap;

/** Types with the names of well-known ones, and no more of them than the corpus touches. */
final class StandIns {
    private static final String ANNOTATION = "package %s; import java.lang.annotation.*;"
            + " @Retention(RetentionPolicy.RUNTIME) public @interface %s { %s }";

    private StandIns() {}

    static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        annotations(all);
        spring(all);
        reactive(all);
        libraries(all);
        twins(all);
        return all;
    }

    private static void annotations(Map<String, String> all) {
        annotation(all, "org.springframework.scheduling.annotation.Async");
        all.put(
                "org.springframework.transaction.annotation.Propagation",
                "package org.springframework.transaction.annotation; public enum Propagation { REQUIRED, NOT_SUPPORTED,"
                        + " NEVER, REQUIRES_NEW }");
        all.put(
                "org.springframework.transaction.annotation.Transactional",
                ANNOTATION.formatted(
                        "org.springframework.transaction.annotation",
                        "Transactional",
                        "Propagation propagation() default Propagation.REQUIRED;"));
        annotation(all, "org.springframework.cache.annotation.Cacheable");
        annotation(all, "org.springframework.cache.annotation.CacheEvict");
        annotation(all, "org.springframework.retry.annotation.Retryable");
        annotation(all, "org.springframework.stereotype.Component");
        annotation(all, "net.javacrumbs.shedlock.spring.annotation.SchedulerLock");
        annotation(all, "org.jetbrains.annotations.Blocking");
        annotation(all, "org.jetbrains.annotations.NonBlocking");
        annotation(all, "io.smallrye.common.annotation.Blocking");
        annotation(all, "io.smallrye.common.annotation.NonBlocking");
        annotation(all, "io.micronaut.core.annotation.Blocking");
        annotation(all, "io.micronaut.core.annotation.NonBlocking");
        annotation(all, "jakarta.annotation.PostConstruct");
        annotation(all, "org.jobrunr.jobs.annotations.AsyncJob");
    }

    private static void annotation(Map<String, String> all, String name) {
        int dot = name.lastIndexOf('.');
        all.put(name, ANNOTATION.formatted(name.substring(0, dot), name.substring(dot + 1), ""));
    }

    private static void spring(Map<String, String> all) {
        all.put(
                "org.springframework.data.repository.Repository",
                "package org.springframework.data.repository; public interface Repository<T, I> {}");
        all.put(
                "org.springframework.data.repository.CrudRepository",
                "package org.springframework.data.repository; public interface CrudRepository<T, I> extends"
                        + " Repository<T, I> { T save(T t); java.util.Optional<T> findById(I id); void deleteById(I id); }");
        all.put(
                "org.springframework.data.repository.NewerRepository",
                "package org.springframework.data.repository; public interface NewerRepository<T, I> extends"
                        + " CrudRepository<T, I> {}");
        all.put(
                "org.springframework.transaction.support.TransactionOperations",
                "package org.springframework.transaction.support; public interface TransactionOperations { <T> T"
                        + " execute(java.util.function.Function<Object, T> action); }");
        all.put(
                "org.springframework.core.task.TaskExecutor",
                "package org.springframework.core.task; public interface TaskExecutor extends"
                        + " java.util.concurrent.Executor {}");
        all.put(
                "org.springframework.core.task.SyncTaskExecutor",
                "package org.springframework.core.task; public class SyncTaskExecutor implements TaskExecutor { public"
                        + " void execute(Runnable r) { r.run(); } }");
        all.put(
                "org.springframework.core.task.SimpleAsyncTaskExecutor",
                "package org.springframework.core.task; public class SimpleAsyncTaskExecutor implements TaskExecutor {"
                        + " public void execute(Runnable r) { new Thread(r).start(); } }");
        all.put(
                "org.springframework.transaction.event.TransactionPhase",
                "package org.springframework.transaction.event; public enum TransactionPhase { BEFORE_COMMIT,"
                        + " AFTER_COMMIT }");
        all.put(
                "org.springframework.transaction.event.TransactionalEventListener",
                ANNOTATION.formatted(
                        "org.springframework.transaction.event",
                        "TransactionalEventListener",
                        "TransactionPhase phase();"));
    }

    private static void reactive(Map<String, String> all) {
        all.put("org.reactivestreams.Publisher", "package org.reactivestreams; public interface Publisher<T> {}");
        String body = " { public static <T> %1$s<T> fromCallable(java.util.concurrent.Callable<T> c) { return null; }"
                + " public static <T> %1$s<T> just(T t) { return null; }"
                + " public static <T> %1$s<T> fromFuture(java.util.concurrent.CompletableFuture<T> f) { return null; }"
                + " public <R> %1$s<R> map(java.util.function.Function<T, R> f) { return null; }"
                + " public <R> %1$s<R> flatMap(java.util.function.Function<T, ? extends %1$s<R>> f) { return null; }"
                + " public %1$s<T> publishOn(reactor.core.scheduler.Scheduler s) { return null; }"
                + " public %1$s<T> delayElement(java.time.Duration d) { return this; }"
                + " public %1$s<T> delayElement(java.time.Duration d, reactor.core.scheduler.Scheduler s) { return"
                + " this; }"
                + " public %1$s<T> subscribeOn(reactor.core.scheduler.Scheduler s) { return null; }"
                + " public <R> R as(java.util.function.Function<? super %1$s<T>, R> f) { return null; }"
                + " public static <T> %1$s<T> create(java.util.function.Consumer<Object> c) { return null; }"
                + " public <O, R> %1$s<R> zipWith(%1$s<O> o, java.util.function.BiFunction<T, O, R> f) { return null; }"
                + " public %1$s<T> doOnEach(java.util.function.Consumer<Object> c) { return null; }"
                + " public T block() { return null; }"
                + " public java.util.concurrent.CompletableFuture<T> toFuture() { return null; } }";
        all.put(
                "reactor.core.publisher.Mono",
                "package reactor.core.publisher; public class Mono<T> implements org.reactivestreams.Publisher<T>"
                        + body.formatted("Mono"));
        all.put("reactor.core.scheduler.Scheduler", "package reactor.core.scheduler; public interface Scheduler {}");
        all.put(
                "reactor.core.scheduler.Schedulers",
                "package reactor.core.scheduler; public class Schedulers { public static Scheduler boundedElastic() {"
                        + " return null; } public static Scheduler parallel() { return null; } }");
        all.put(
                "io.smallrye.mutiny.Uni",
                "package io.smallrye.mutiny; public class Uni<T> { public <R> Uni<R> map(java.util.function.Function<T, R>"
                        + " f) { return null; } public Uni<T> call(java.util.function.Supplier<Uni<?>> s) { return null; } public Uni<T> emitOn(java.util.concurrent.Executor e) { return null; } }");
        all.put(
                "io.netty.util.concurrent.EventExecutorGroup",
                "package io.netty.util.concurrent; public interface EventExecutorGroup extends"
                        + " java.util.concurrent.Executor {}");
        all.put(
                "io.netty.util.concurrent.DefaultEventExecutor",
                "package io.netty.util.concurrent; public class DefaultEventExecutor implements EventExecutorGroup {"
                        + " public void execute(Runnable task) {} }");
        all.put(
                "io.netty.util.concurrent.Future",
                "package io.netty.util.concurrent; public interface Future<V> extends java.util.concurrent.Future<V> {"
                        + " Future<V> addListener(GenericFutureListener<V> l); boolean isSuccess(); }");
        all.put(
                "io.netty.util.concurrent.GenericFutureListener",
                "package io.netty.util.concurrent; public interface GenericFutureListener<V> {"
                        + " void operationComplete(Future<V> f) throws Exception; }");
        all.put(
                "io.vertx.core.Vertx",
                "package io.vertx.core; public class Vertx { public <T> java.util.concurrent.CompletionStage<T>"
                        + " executeBlocking(java.util.concurrent.Callable<T> c) { return null; } public <T>"
                        + " java.util.concurrent.CompletionStage<T> runOnContext(java.util.concurrent.Callable<T> c) throws"
                        + " Exception { c.call(); return null; } }");
    }

    private static void libraries(Map<String, String> all) {
        String link = " public static %1$s %2$s(%1$s a, %1$s b) { return a; }";
        String future = "java.util.concurrent.CompletableFuture<String>";
        all.put(
                "lib.Links",
                "package lib; public class Links {" + link.formatted(future, "join") + link.formatted(future, "forward")
                        + " }");
        all.put(
                "org.springframework.util.FileCopyUtils",
                "package org.springframework.util; public class FileCopyUtils { public static byte[]"
                        + " copyToByteArray(java.io.File f) { return null; } public static byte[]"
                        + " copyToByteArray(java.io.InputStream in) { return null; } }");
        all.put(
                "com.google.common.util.concurrent.MoreExecutors",
                "package com.google.common.util.concurrent; public class MoreExecutors { public static"
                        + " java.util.concurrent.Executor directExecutor() { return Runnable::run; } public static"
                        + " java.util.concurrent.ExecutorService newDirectExecutorService() { return null; } public static"
                        + " java.util.concurrent.ExecutorService pool() { return null; } }");
        all.put(
                "com.google.common.util.concurrent.ListenableFuture",
                "package com.google.common.util.concurrent; public interface ListenableFuture<V> extends"
                        + " java.util.concurrent.Future<V> {}");
        all.put(
                "com.google.common.util.concurrent.FutureCallback",
                "package com.google.common.util.concurrent; public interface FutureCallback<V> { void onSuccess(V v);"
                        + " void onFailure(Throwable t); }");
        all.put(
                "com.google.common.util.concurrent.Futures",
                "package com.google.common.util.concurrent; import java.util.concurrent.*; public class Futures { public"
                        + " static <A, B> ListenableFuture<B> transform(ListenableFuture<A> f, java.util.function.Function<A,"
                        + " B> g, Executor e) { return null; } public static <A> void addCallback(ListenableFuture<A> f,"
                        + " FutureCallback<A> c, Executor e) {} public static <A> ListenableFuture<A>"
                        + " catching(ListenableFuture<A> f, Class<Exception> t, java.util.function.Function<Exception, A> g,"
                        + " Executor e) { return null; } }");
        all.put(
                "com.google.common.base.Suppliers",
                "package com.google.common.base; public class Suppliers { public static <T> java.util.function.Supplier<T>"
                        + " memoize(java.util.function.Supplier<T> s) { return s; } }");
        all.put(
                "com.github.benmanes.caffeine.cache.Cache",
                "package com.github.benmanes.caffeine.cache; public interface Cache<K, V> { V get(K k,"
                        + " java.util.function.Function<K, V> f); static <K, V> Cache<K, V> now() { return (k, f) ->"
                        + " f.apply(k); } }");
        all.put(
                "io.vertx.core.Future",
                "package io.vertx.core; public interface Future<T> { Future<T> onSuccess(java.util.function.Consumer<T>"
                        + " f); static Future<Object> now() { return new Future<>() { public Future<Object>"
                        + " onSuccess(java.util.function.Consumer<Object> c) { c.accept(1); return this; } }; } }");
        all.put(
                "io.micrometer.core.instrument.Timer",
                "package io.micrometer.core.instrument; public interface Timer { <T> T record(java.util.function.Supplier<T>"
                        + " s); static Timer now() { return new Timer() { public <T> T record(java.util.function.Supplier<T>"
                        + " s) { return s.get(); } }; } }");
        all.put(
                "org.springframework.kafka.core.KafkaOperations",
                "package org.springframework.kafka.core; public interface KafkaOperations {"
                        + " java.util.concurrent.CompletableFuture<String> send(String topic, String value); }");
        all.put(
                "org.apache.kafka.clients.producer.Producer",
                "package org.apache.kafka.clients.producer; public class Producer { public void send(Object o,"
                        + " java.util.function.Consumer<Object> c) { c.accept(o); } }");
        all.put(
                "io.vertx.core.Context",
                "package io.vertx.core; public interface Context { void runOnContext(java.util.function.Consumer<Object> f);"
                        + " void executeBlocking(java.util.concurrent.Callable<?> c); }");
        all.put(
                "reactor.core.publisher.ParallelFlux",
                "package reactor.core.publisher; public interface ParallelFlux<T> { ParallelFlux<T>"
                        + " runOn(reactor.core.scheduler.Scheduler s); <R> ParallelFlux<R> map(java.util.function.Function<T,"
                        + " R> f); }");
        all.put(
                "io.reactivex.rxjava3.core.Scheduler",
                "package io.reactivex.rxjava3.core; public interface Scheduler {}");
        all.put(
                "io.reactivex.rxjava3.schedulers.Schedulers",
                "package io.reactivex.rxjava3.schedulers; import io.reactivex.rxjava3.core.Scheduler; public class"
                        + " Schedulers { public static Scheduler io() { return null; } public static Scheduler"
                        + " computation() { return null; } }");
        all.put(
                "io.reactivex.rxjava3.core.Single",
                "package io.reactivex.rxjava3.core; public interface Single<T> { Single<T> observeOn(Scheduler s); <R>"
                        + " Single<R> map(java.util.function.Function<T, R> f); }");
        all.put(
                "org.springframework.web.reactive.function.client.WebClient",
                "package org.springframework.web.reactive.function.client; public interface WebClient { interface"
                        + " RequestHeadersSpec { <R> R exchangeToMono(java.util.function.Function<Object, R> f); } }");
        all.put("lib.Unknown", "package lib; public class Unknown { public static void keep(Runnable r) {} }");
        all.put(
                "lib.Client",
                "package lib; public class Client { public String fetch(String key) { return key; } public String"
                        + " peek(String key) { return key; } public String read(String key) { return key; } public"
                        + " java.util.concurrent.CompletableFuture<String> readAsync(String key) { return null; } }");
        all.put(
                "lib.Parser",
                "package lib; public class Parser { public interface Resolver { String resolve(); } public static String"
                        + " parse(Resolver r) { return r.resolve(); } }");
        all.put("lib.Remote", """
                package lib;
                public class Remote {
                    private String kept = "";
                    public String fetch() { send(); return kept; }
                    public String peek() { if (kept == null) { send(); } return kept; }
                    public String fetchVia() { return fetch(); }
                    public String peekVia() { return peek(); }
                    public void either(int i) { if (i > 2) { send(); } else { fetch(); } }
                    public void sometimes(int i) { if (i > 2) { send(); } else { peek(); } }
                    public void checked(int i) { if (i > 2) { throw new IllegalStateException(); } send(); }
                    public void skipped(int i) { if (i > 2) { send(); return; } peek(); }
                    public void each(int i) { switch (i) { case 1: send(); break; default: fetch(); } }
                    public void some(int i) { switch (i) { case 7: send(); break; default: peek(); } }
                    public void toMe() { send(); }
                    public void toSomebody(Runnable r) { r.run(); }
                    public String text() { return fetch(); }
                    public java.util.concurrent.CompletableFuture<String> later() {
                        return java.util.concurrent.CompletableFuture.supplyAsync(this::fetch);
                    }
                    private static void send() {
                        try {
                            Thread.sleep(1);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
                """);
        all.put(
                "lib.StoreClient",
                "package lib; public class StoreClient { public String load(String key) { return key; } public String"
                        + " name(String key) { return key; } }");
        all.put(
                "lib.StoreAsyncClient",
                "package lib; public class StoreAsyncClient { public java.util.concurrent.CompletableFuture<String>"
                        + " load(String key) { return null; } }");
        all.put(
                "lib.Marked",
                "package lib; public interface Marked { @org.jetbrains.annotations.Blocking void first();"
                        + " @io.smallrye.common.annotation.Blocking void second(); @io.micronaut.core.annotation.Blocking"
                        + " void third(); void plain(); }");
        all.put(
                "lib.Resource",
                "package lib; public class Resource implements AutoCloseable { public void close() {} }");
    }

    private static void twins(Map<String, String> all) {
        all.put("twins.Order", "package twins; public class Order {}");
        all.put(
                "twins.Orders",
                "package twins; import java.util.*; import java.util.concurrent.*; public interface Orders extends"
                        + " org.springframework.data.repository.CrudRepository<Order, Long> { List<Order> findByName(String"
                        + " name); CompletableFuture<Order> findOneByName(String name); }");
        all.put("twins.Ends", """
                package twins;
                import dev.turnout.runtime.async.*;
                import java.util.concurrent.*;
                public class Ends {
                    public static CompletableFuture<String> one;
                    public static Semaphore permits;
                    public static java.io.File file;
                    public static java.nio.file.Path path;
                    public static Orders orders;
                    public static org.jobrunr.scheduling.JobScheduler jobs;
                    public static java.util.UUID id;
                    public static CompletionStage<String> sendAsync() { return one; }
                    public static void send() {}
                }
                """);
        all.put("twins.Base", """
                package twins;
                import java.net.http.*;
                import java.util.concurrent.*;
                import java.util.concurrent.locks.*;
                public abstract class Base {
                    protected CompletionStage<String> stage;
                    protected CompletableFuture<String> other;
                    protected CompletableFuture<String> one;
                    protected CompletableFuture<String> two;
                    protected Orders orders;
                    protected HttpClient http;
                    protected HttpRequest request;
                    protected Executor executor;
                    protected ExecutorService pool;
                    protected org.jobrunr.scheduling.JobScheduler jobs;
                    protected lib.Client client;
                    protected lib.StoreClient store;
                    protected lib.Marked marked;
                    protected ReentrantLock lock;
                    protected ReentrantLock lock2;
                    protected org.springframework.transaction.support.TransactionOperations template;
                    protected Object o;
                    protected CompletionStage<?> kept;
                }
                """);
    }
}
