// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN502;
import static dev.turnout.rules.Rule.TRN503;
import static dev.turnout.rules.Rule.TRN504;
import static dev.turnout.rules.Rule.TRN505;
import static dev.turnout.rules.Rule.TRN601;
import static dev.turnout.rules.Rule.TRN602;
import static dev.turnout.rules.Rule.TRN603;
import static dev.turnout.rules.Rule.TRN604;
import static dev.turnout.rules.Rule.TRN701;
import static dev.turnout.rules.Rule.TRN702;
import static dev.turnout.rules.Rule.TRN703;
import static dev.turnout.rules.Rule.TRN704;
import static dev.turnout.rules.RuleTwins.ASYNC_TOO;
import static dev.turnout.rules.RuleTwins.type;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;

/** Twins for where code runs: in transactions, past proxies, on executors and pools, under locks. */
final class PlaceTwins {
    private PlaceTwins() {}

    static List<Twin> transactions() {
        return List.of(
                type(
                        "a transaction over a stage",
                        TRN502,
                        "§ CompletionStage<String> a() { return stage; }",
                        "@Transactional",
                        "@Deprecated"),
                Twin.of(
                        "a transaction over all stages of a class",
                        TRN502,
                        "§ class T extends Base { public CompletionStage<String> a() { return stage; } }",
                        "@Transactional",
                        "@Deprecated"),
                type(
                        "a transaction over a Mono is Spring's",
                        TRN502,
                        "@Transactional § a() { return nothing(); } static <X> X nothing() { throw new IllegalArgumentException(); }",
                        "CompletableFuture<String>",
                        "Mono<String>"),
                statement(
                                "a stage begun in a template",
                                TRN502,
                                "o = template.execute(x -> §(\"\"))",
                                "nameAsync",
                                "name")
                        .members(ASYNC_TOO),
                type(
                        "@Cacheable over a stage",
                        TRN503,
                        "§ CompletionStage<String> a() { return stage; }",
                        "@Cacheable",
                        "@Deprecated"),
                type(
                        "@CacheEvict over a stage",
                        TRN503,
                        "§ CompletionStage<String> a() { return stage; }",
                        "@CacheEvict",
                        "@Deprecated"),
                type(
                        "@Retryable over a stage",
                        TRN503,
                        "@Retryable § a() { return nothing(); } static <X> X nothing() { throw new IllegalArgumentException(); }",
                        "CompletionStage<String>",
                        "String"),
                type(
                        "a scheduler lock over a stage",
                        TRN503,
                        "§ CompletionStage<String> a() { return stage; }",
                        "@net.javacrumbs.shedlock.spring.annotation.SchedulerLock",
                        "@Deprecated"),
                type(
                        "a job enqueued in a transaction",
                        TRN504,
                        "§ void a() { jobs.enqueue(() -> Help.nop()); }",
                        "@Transactional",
                        "@Deprecated"),
                type(
                        "through a helper in a transaction",
                        TRN504,
                        "@Transactional void a() { §; } void b() { jobs.enqueue(() -> Help.nop()); }",
                        "b()",
                        "o = 1"),
                type(
                        "in a template",
                        TRN504,
                        "void a() { o = §.execute(x -> { jobs.enqueue(() -> Help.nop()); return x; }); } Object execute(Function<Object, Object> f) { return f.apply(1); }",
                        "template",
                        "this"),
                type(
                        "looking a job up in a transaction is fine",
                        TRN504,
                        "@Transactional void a() { jobs.§; }",
                        "enqueue(() -> Help.nop())",
                        "toString()"));
    }

    static List<Twin> proxies() {
        return List.of(
                type(
                        "a twin that calls past the proxy",
                        TRN505,
                        "§ void pay() { Help.nop(); } @AsyncTask CompletionStage<?> payAsync() { return Blocking.run(() -> pay()); }",
                        "@Transactional",
                        "@Deprecated"),
                type(
                        "by method reference",
                        TRN505,
                        "§ String pay() { return \"\"; } @AsyncTask CompletionStage<?> payAsync() { return Blocking.call(this::pay); }",
                        "@Transactional",
                        "@Deprecated"),
                type(
                        "directly",
                        TRN505,
                        "§ void pay() { Help.nop(); } CompletionStage<?> payAsync() { pay(); return stage; }",
                        "@Cacheable",
                        "@Deprecated"),
                type(
                        "by its own bean is fine",
                        TRN505,
                        "T self; @Transactional void pay() { Help.nop(); } CompletionStage<?> payAsync() { return Blocking.run(() -> §.pay()); }",
                        "this",
                        "self"));
    }

    static List<Twin> executors() {
        return List.of(
                stageMethod(
                        "no executor is the common pool",
                        TRN601,
                        "kept = stage.thenApplyAsync(v -> v§);",
                        "",
                        ", pool"),
                stageMethod(
                        "supplyAsync on the common pool",
                        TRN601,
                        "kept = CompletableFuture.supplyAsync(() -> \"\"§);",
                        "",
                        ", pool"),
                stageMethod(
                        "handleAsync on the common pool",
                        TRN601,
                        "kept = stage.handleAsync((v, t) -> t§);",
                        "",
                        ", pool"),
                stageMethod(
                        "the common pool by name",
                        TRN601,
                        "o = ForkJoinPool.§();",
                        "commonPool",
                        "getCommonPoolParallelism"),
                stageMethod("a thread per job", TRN602, "o = §;", "new Thread()", "Thread.currentThread()"),
                stageMethod("a pool per job", TRN602, "o = §;", "Executors.newFixedThreadPool(2)", "pool"),
                stageMethod("a pool by its constructor", TRN602, "o = §;", "new ForkJoinPool()", "pool"),
                statement(
                        "work that waits on no threads",
                        TRN604,
                        "kept = stage.thenAcceptAsync(v -> Help.nap(), §)",
                        "Runnable::run",
                        "pool"),
                statement(
                        "Guava's direct executor has none",
                        TRN604,
                        "kept = stage.thenRunAsync(() -> Help.nap(), com.google.common.util.concurrent.MoreExecutors.§())",
                        "directExecutor",
                        "pool"),
                statement(
                        "an executor of one's own that runs at once",
                        TRN604,
                        "kept = stage.thenRunAsync(() -> Help.nap(), r -> §)",
                        "r.run()",
                        "pool.execute(r)"),
                statement(
                        "work that does not wait may run there",
                        TRN604,
                        "kept = stage.thenRunAsync(() -> §, Runnable::run)",
                        NAP,
                        NOP),
                stageMethod(
                                "an unknown executor is a guess",
                                TRN104,
                                "kept = stage.thenRunAsync(() -> Help.nap(), §);",
                                "executor",
                                "pool")
                        .aGuess(),
                stageMethod(
                                "an unknown executor's execute is a guess",
                                TRN104,
                                "§.execute(() -> Help.nap());",
                                "executor",
                                "pool")
                        .aGuess(),
                statement(
                        "an event loop is no offload",
                        TRN104,
                        "io.netty.util.concurrent.EventExecutorGroup loop = null; §.execute(() -> Help.nap())",
                        "loop",
                        "pool"),
                statement(
                        "a pool made here is one",
                        TRN104,
                        "kept = stage.thenRunAsync(() -> Help.nap(), §)",
                        "ForkJoinPool.commonPool()",
                        "Executors.newCachedThreadPool()"),
                stageMethod(
                        "Vert.x' workers are an offload",
                        TRN104,
                        "io.vertx.core.Vertx x = null; kept = x.§(() -> Help.napC());",
                        "runOnContext",
                        "executeBlocking"));
    }

    static List<Twin> pools() {
        return List.of(
                statement(
                                "waiting in the pool for the pool",
                                TRN603,
                                "kept = Blocking.call(() -> §.toCompletableFuture().join())",
                                "nameAsync(\"\")",
                                "one")
                        .members(ASYNC_TOO),
                statement("also by get", TRN603, "kept = Blocking.call(() -> §.get())", "laterAsync()", "one")
                        .members("CompletableFuture<String> laterAsync() { return one; }"),
                type(
                        "also through a helper",
                        TRN603,
                        "CompletableFuture<String> laterAsync() { return one; } String get() { return §.join(); } CompletionStage<?> a() { return Blocking.call(() -> get()); }",
                        "laterAsync()",
                        "two"));
    }

    static List<Twin> locks() {
        String work = "CompletionStage<String> work() { return Blocking.call(() -> \"\"); } ";
        return List.of(
                type(
                        "a lock over a stage",
                        TRN701,
                        work
                                + "CompletionStage<String> a() { §.lock(); return work().whenComplete((v, t) -> lock.unlock()); }",
                        "lock",
                        "lock2"),
                type(
                        "a lock in a variable",
                        TRN701,
                        work
                                + "CompletionStage<String> a(ReentrantLock l, ReentrantLock m) { §.lock(); return work().whenComplete((v, t) -> l.unlock()); }",
                        "l",
                        "m"),
                type(
                        "a monitor over a stage",
                        TRN702,
                        work + "§ CompletionStage<String> a() { return work(); }",
                        "synchronized",
                        "final"),
                type(
                        "a block over a stage",
                        TRN702,
                        work + "CompletionStage<String> a() { synchronized (this) { §; } return work(); }",
                        "if (o == null) return work()",
                        "o = 1"),
                type(
                        "a monitor around a field is fine",
                        TRN702,
                        work + "synchronized CompletionStage<String> a() { return §; }",
                        "work()",
                        "stage"),
                stageMethod(
                        "a lock behind which somebody waits",
                        TRN703,
                        "lock.§;",
                        "lock()",
                        "isLocked()",
                        "void slow() { lock.lock(); try { Help.nap(); } finally { lock.unlock(); } }"),
                stageMethod(
                                "a lock behind which nobody is seen to wait is a guess",
                                TRN703,
                                "lock.§;",
                                "lock()",
                                "tryLock()")
                        .aGuess(),
                type(
                        "a wait in a monitor",
                        TRN704,
                        "CompletionStage<String> a() { synchronized (this) { §; } return stage; }",
                        NAP,
                        NOP),
                type(
                        "a wait in a synchronized method",
                        TRN704,
                        "synchronized void b() { §; } CompletionStage<String> a() { b(); return stage; }",
                        NAP,
                        NOP),
                type(
                        "a wait under a lock",
                        TRN704,
                        "CompletionStage<String> a() { lock.lock(); try { §; } finally { lock.unlock(); } return stage; }",
                        "orders.deleteById(1L)",
                        "orders.hashCode()"));
    }
}
