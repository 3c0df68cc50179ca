// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN103;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN108;
import static dev.turnout.rules.Rule.TRN109;
import static dev.turnout.rules.Rule.TRN312;
import static dev.turnout.rules.Rule.TRN313;
import static dev.turnout.rules.Rule.TRN314;
import static dev.turnout.rules.Rule.TRN401;
import static dev.turnout.rules.Rule.TRN402;
import static dev.turnout.rules.Rule.TRN404;
import static dev.turnout.rules.Rule.TRN405;
import static dev.turnout.rules.Rule.TRN406;
import static dev.turnout.rules.Rule.TRN408;
import static dev.turnout.rules.Rule.TRN409;
import static dev.turnout.rules.Rule.TRN410;
import static dev.turnout.rules.Rule.TRN501;
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
import static dev.turnout.rules.Rule.TRN802;
import static dev.turnout.rules.Rule.TRN803;
import static dev.turnout.rules.Rule.TRN804;
import static dev.turnout.rules.Rule.TRN806;
import static dev.turnout.rules.Rule.TRN902;
import static dev.turnout.rules.Rule.TRN903;
import static dev.turnout.rules.Rule.TRN904;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;
import java.util.stream.Stream;

/** Twins for what is not a wait: how stages, transactions, executors, locks and jobs are dealt with. */
final class RuleTwins {
    private static final String ASYNC_TOO = "CompletionStage<Void> sendAsync(long i) { return Stages.done(); }"
            + " CompletionStage<String> nameAsync(String s) { return Stages.ok(s); } String name(String s) { return s; }";

    private RuleTwins() {}

    static List<Twin> all() {
        return Stream.of(
                        waits(),
                        lost(),
                        nested(),
                        nulls(),
                        failures(),
                        tasks(),
                        resources(),
                        threadLocals(),
                        transactions(),
                        proxies(),
                        executors(),
                        pools(),
                        locks(),
                        jobs(),
                        exemptions(),
                        profiles(),
                        reactive())
                .flatMap(List::stream)
                .toList();
    }

    private static Twin type(String sentence, Rule rule, String body, String bad, String good) {
        return Twin.of(sentence, rule, "class T extends Base { " + body + " }", bad, good);
    }

    private static List<Twin> waits() {
        return List.of(
                stageMethod(
                        "a loop that only asks burns the thread",
                        TRN108,
                        "while (!one.isDone()) { §; }",
                        "Thread.onSpinWait()",
                        "other.complete(\"\")"),
                stageMethod("yield is a busy wait", TRN108, "Thread.§;", "yield()", "currentThread()"),
                stageMethod("a parallel stream joins", TRN109, "o = List.of(1).§;", "parallelStream()", "stream()"),
                stageMethod("a call beside which there is an async one", TRN312, "o = client.§(\"\");", "read", "peek"),
                stageMethod("a client that has an async face", TRN312, "o = store.§(\"\");", "load", "name"),
                stageMethod("JetBrains' @Blocking is a wait", TRN314, "marked.§();", "first", "plain"),
                stageMethod("SmallRye's @Blocking is a wait", TRN314, "marked.§();", "second", "plain"),
                stageMethod("Micronaut's @Blocking is a wait", TRN314, "marked.§();", "third", "plain"),
                Twin.of(
                        "@Blocking is inherited",
                        TRN314,
                        "interface A { § void run(); } class B implements A { public void run() { Help.nop(); } } class T"
                                + " extends Base { CompletionStage<String> a() { new B().run(); return stage; } }",
                        "@org.jetbrains.annotations.Blocking",
                        "@Deprecated"),
                type(
                        "@NonBlocking is a promise",
                        TRN104,
                        "§ void a() { Help.nap(); }",
                        "@org.jetbrains.annotations.NonBlocking",
                        "@Deprecated"),
                stageMethod(
                        "a loader that waits makes others wait",
                        TRN313,
                        "o = new ConcurrentHashMap<String, String>().computeIfAbsent(\"\", Help::§);",
                        "napS",
                        "nopS"),
                type(
                        "Caffeine's loader too",
                        TRN313,
                        "com.github.benmanes.caffeine.cache.Cache<String, String> c; CompletionStage<String> a() { o ="
                                + " c.get(\"\", k -> Help.§(k)); return stage; }",
                        "napS",
                        "nopS"),
                stageMethod("entropy is told", TRN902, "o = UUID.§;", "randomUUID()", "fromString(\"\")"),
                stageMethod(
                        "a resource of the class path is told",
                        TRN904,
                        "o = T.class.§;",
                        "getResourceAsStream(\"\")",
                        "getName()"),
                Twin.of(
                        "an initialiser that waits",
                        TRN903,
                        "class Slow { static { §; } static void use() {} } class T extends Base { CompletionStage<String>"
                                + " a() { Slow.use(); return stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "an initialiser that waits, by its constructor",
                        TRN903,
                        "class Slow { static { §; } } class T extends Base { CompletionStage<String> a() { new Slow();"
                                + " return stage; } }",
                        NAP,
                        NOP),
                type(
                        "a native method is not read",
                        TRN806,
                        "§ CompletionStage<String> a() { deep(); return stage; }",
                        "native void deep();",
                        "void deep() {}"),
                stageMethod(
                        "a reflective call is not read",
                        TRN806,
                        "java.lang.reflect.Method m = T.class.getMethods()[0]; o = m.§;",
                        "invoke(this)",
                        "getName()"));
    }

    private static List<Twin> lost() {
        return List.of(
                stageMethod(
                        "a stage in a variable that nobody reads is lost",
                        TRN401,
                        "§ = nameAsync(\"\");",
                        "var kept",
                        "kept",
                        ASYNC_TOO),
                stageMethod(
                        "a stage that is returned is not",
                        TRN401,
                        "if (o != null) { § nameAsync(\"\"); }",
                        "",
                        "return",
                        ASYNC_TOO),
                stageMethod(
                        "forget is said on purpose",
                        TRN401,
                        "§(stage);",
                        "sendOn",
                        "forget",
                        "CompletionStage<String> sendOn(CompletionStage<String> s) { return s; } CompletionStage<String> forget(CompletionStage<String> s) { return s; }"),
                stageMethod(
                        "exceptionally observes",
                        TRN401,
                        "stage.§;",
                        "thenApply(v -> v)",
                        "exceptionally(t -> t.toString())"),
                stageMethod(
                        "handle observes", TRN401, "stage.§;", "thenAccept(v -> Help.nop())", "handle((v, t) -> t)"),
                stageMethod(
                        "orTimeout hands back what it is called on",
                        TRN401,
                        "one.§;",
                        "copy()",
                        "orTimeout(1, TimeUnit.SECONDS)"),
                stageMethod(
                        "forEach drops what its function makes",
                        TRN401,
                        "List.of(\"\").forEach(§);",
                        "this::nameAsync",
                        "this::name",
                        ASYNC_TOO),
                statement(
                                "a continuation that drops a stage",
                                TRN401,
                                "stage.thenAccept(v -> §(v))",
                                "nameAsync",
                                "name")
                        .members(ASYNC_TOO),
                statement(
                                "a continuation that returns it",
                                TRN401,
                                "kept = stage.§(v -> nameAsync(v))",
                                "thenAccept",
                                "thenCompose")
                        .members(ASYNC_TOO),
                statement(
                                "a method reference in thenAccept drops it",
                                TRN401,
                                "kept = stage.§(this::nameAsync)",
                                "thenAccept",
                                "thenCompose")
                        .members(ASYNC_TOO),
                stageMethod("a Mono that nobody subscribes to", TRN401, "§ Mono.just(1);", "", "o ="),
                stageMethod(
                        "a Uni that nobody subscribes to",
                        TRN401,
                        "io.smallrye.mutiny.Uni<String> u = null; § u.map(x -> x);",
                        "",
                        "o ="));
    }

    private static List<Twin> nested() {
        return List.of(
                statement("thenApply nests", TRN402, "kept = stage.§(this::nameAsync)", "thenApply", "thenCompose")
                        .members(ASYNC_TOO),
                statement(
                                "thenApply of a lambda nests",
                                TRN402,
                                "kept = stage.§(v -> nameAsync(v))",
                                "thenApply",
                                "thenCompose")
                        .members(ASYNC_TOO),
                statement(
                                "thenApplyAsync nests",
                                TRN402,
                                "kept = stage.§(v -> nameAsync(v), pool)",
                                "thenApplyAsync",
                                "thenComposeAsync")
                        .members(ASYNC_TOO),
                statement("handle nests", TRN402, "kept = stage.handle((v, t) -> §(\"\" + t))", "nameAsync", "name")
                        .members(ASYNC_TOO),
                statement(
                                "handle that is flattened does not",
                                TRN402,
                                "kept = stage.handle((v, t) -> nameAsync(\"\" + t)).§",
                                "whenComplete((v, t) -> o = t)",
                                "thenCompose(s -> s)")
                        .members(ASYNC_TOO),
                statement(
                                "thenCombine nests",
                                TRN402,
                                "kept = stage.thenCombine(one, (a, b) -> §(b))",
                                "nameAsync",
                                "name")
                        .members(ASYNC_TOO),
                statement(
                                "applyToEither nests",
                                TRN402,
                                "kept = stage.applyToEither(one, v -> §(v))",
                                "nameAsync",
                                "name")
                        .members(ASYNC_TOO),
                statement(
                                "supplyAsync nests",
                                TRN402,
                                "kept = CompletableFuture.supplyAsync(() -> §(\"\"), pool)",
                                "nameAsync",
                                "name")
                        .members(ASYNC_TOO),
                statement("an offload nests", TRN402, "kept = Blocking.call(() -> §(\"\"))", "nameAsync", "name")
                        .members(ASYNC_TOO),
                statement("Stages.map nests", TRN402, "kept = Stages.§(stage, v -> nameAsync(v))", "map", "then")
                        .members(ASYNC_TOO),
                statement("Mono.map nests", TRN402, "o = Mono.just(\"\").§(v -> Mono.just(v))", "map", "flatMap"),
                type(
                        "a stage of a stage is declared",
                        TRN402,
                        "CompletionStage<§> a() { return kind(); } <X> CompletionStage<X> kind() { return Stages.failed(new IllegalStateException()); }",
                        "CompletionStage<String>",
                        "Optional<String>"),
                type(
                        "a future of a future is declared",
                        TRN402,
                        "CompletableFuture<§> a() { return kind(); } <X> CompletableFuture<X> kind() { return CompletableFuture.failedFuture(new IllegalStateException()); }",
                        "CompletableFuture<String>",
                        "Optional<String>"));
    }

    private static List<Twin> nulls() {
        return List.of(
                type("null is no stage", TRN404, "CompletionStage<String> a() { return §; }", "null", "stage"),
                type("null is no future", TRN404, "CompletableFuture<String> a() { return §; }", "null", "one"),
                type(
                        "null in an arm of a conditional",
                        TRN404,
                        "CompletionStage<String> a() { return o == null ? § : one; }",
                        "null",
                        "stage"),
                type(
                        "null in a variable",
                        TRN404,
                        "CompletionStage<String> a() { CompletionStage<String> s = §; if (o != null) { s = one; } return s; }",
                        "null",
                        "stage"),
                statement("null composed", TRN404, "kept = stage.§(v -> null)", "thenCompose", "thenApply"),
                type(
                        "null by contract",
                        TRN404,
                        "§ CompletionStage<String> a() { return o == null ? null : stage; }",
                        "@Deprecated",
                        "@org.jspecify.annotations.Nullable"),
                type(
                        "null that the caller asks about",
                        TRN404,
                        "CompletionStage<String> find() { return o == null ? null : stage; } void b() {"
                                + " CompletionStage<String> s = find(); if (§) { kept = s; } }",
                        "o != null",
                        "s != null"),
                type(
                        "null out of a queue of stages",
                        TRN404,
                        "static class Q extends § { public CompletionStage<String> poll() { return null; } }",
                        "Base",
                        "LinkedBlockingQueue<CompletionStage<String>>"),
                type(
                        "null by an early return",
                        TRN404,
                        "CompletionStage<String> a() { if (o == null) { return §; } return stage; }",
                        "null",
                        "one"),
                type("a Mono is a stage too", TRN404, "Mono<String> a() { return §; }", "null", "Mono.just(\"\")"));
    }

    private static List<Twin> failures() {
        return List.of(
                type(
                        "a throw comes past the stage",
                        TRN405,
                        "CompletionStage<String> a() { if (o == null) { throw new §(\"\"); } return stage; }",
                        "IllegalStateException",
                        "IllegalArgumentException"),
                type(
                        "a throw that is caught does not",
                        TRN405,
                        "CompletionStage<String> a() { try { if (o == null) { throw new IllegalStateException(); } } catch (§ e) { return one; } return stage; }",
                        "IllegalArgumentException",
                        "IllegalStateException"),
                type(
                        "a throw in a continuation fails its stage",
                        TRN405,
                        "CompletionStage<String> a() { §; return stage; } void b() { kept = one.thenRun(() -> { throw new IllegalStateException(); }); }",
                        "if (o == null) { throw new IllegalStateException(); }",
                        "b()"),
                type(
                        "a declared failure",
                        TRN405,
                        "CompletionStage<String> a() throws § { return stage; }",
                        "IOException",
                        "IllegalStateException"),
                type(
                        "a throw of one's own",
                        TRN405,
                        "static class Odd extends § { Odd() { super(\"\"); } } CompletionStage<String> a() { if (o == null) { throw new Odd(); } return stage; }",
                        "RuntimeException",
                        "IllegalArgumentException"),
                statement(
                        "a failure that nobody looks at",
                        TRN406,
                        "kept = stage.exceptionally(t -> §)",
                        "\"\"",
                        "t.toString()"),
                statement(
                                "a failure that a constant hides",
                                TRN406,
                                "kept = stage.exceptionally(t -> { § return \"\"; })",
                                "Help.nop();",
                                "log(t);")
                        .members("void log(Throwable t) { o = t; }"),
                statement(
                        "handle that never looks",
                        TRN406,
                        "kept = stage.handle((v, t) -> §)",
                        "v",
                        "t == null ? v : \"\""),
                statement(
                                "handle that calls and never looks",
                                TRN406,
                                "kept = stage.handle((v, t) -> name(§))",
                                "v",
                                "\"\" + t")
                        .members(ASYNC_TOO),
                statement(
                        "exceptionally that rethrows",
                        TRN406,
                        "kept = stage.exceptionally(t -> { § })",
                        "return null;",
                        "throw new IllegalStateException();"),
                statement(
                        "exceptionallyAsync",
                        TRN406,
                        "kept = one.exceptionallyAsync(t -> §, pool)",
                        "null",
                        "t.getMessage()"));
    }

    private static List<Twin> tasks() {
        return List.of(
                type(
                        "a task that lets go of its stage",
                        TRN408,
                        "@Job void ship() { § stage.whenComplete((v, t) -> o = t); }",
                        "",
                        "kept ="),
                type(
                        "a task that puts it in a variable",
                        TRN408,
                        "@Job void ship() { § = stage.whenComplete((v, t) -> o = t); }",
                        "var last",
                        "kept"),
                type(
                        "an enqueued method that lets go",
                        TRN408,
                        "void ship() { § stage.whenComplete((v, t) -> o = t); } void start() { o = (JobLambda) () -> ship(); }",
                        "",
                        "kept ="),
                type(
                                "a task that waits has let go of nothing",
                                TRN408,
                                "@Job void ship() { one.whenComplete((v, t) -> o = t); §.join(); }",
                                "two",
                                "one")
                        .lanes("~.T#ship() = blocking\n"),
                type(
                        "a wait that is wrapped",
                        TRN409,
                        "CompletionStage<Integer> a() { return CompletableFuture.completedFuture(orders.§(\"\").hashCode()); }",
                        "findByName",
                        "findOneByName"),
                type(
                        "a wait before a completed stage",
                        TRN409,
                        "CompletionStage<String> a() { orders.§; return Stages.ok(\"\"); }",
                        "deleteById(1L)",
                        "hashCode()"));
    }

    private static List<Twin> resources() {
        return List.of(
                type(
                        "a resource closes before its stage ends",
                        TRN410,
                        "CompletionStage<String> up(Object r) { return stage; } CompletionStage<String> a() { try (var in = new lib.Resource()) { return up(§); } }",
                        "in",
                        "o"),
                type(
                        "also where a continuation captures it",
                        TRN410,
                        "CompletionStage<String> a() { try (var in = new lib.Resource()) { return stage.thenApply(v -> \"\" + §); } }",
                        "in",
                        "v"),
                type(
                        "also on the way to what is returned",
                        TRN410,
                        "CompletionStage<String> up(Object r) { return stage; } CompletionStage<String> a() { try (var in = new lib.Resource()) { return up(§).thenApply(v -> v); } }",
                        "in",
                        "o"),
                type(
                        "also where it is closed by hand",
                        TRN410,
                        "CompletionStage<String> up(Object r) { return stage; } CompletionStage<String> a() { var in = new lib.Resource(); try { return up(§); } finally { in.close(); } }",
                        "in",
                        "o"),
                type(
                        "one that is opened after the other is closed",
                        TRN410,
                        "CompletionStage<String> up(Object r) { return stage; } CompletionStage<String> a() { var in = new"
                                + " lib.Resource(); § }",
                        "CompletionStage<String> s = up(in); in.close(); return s;",
                        "in.close(); CompletionStage<String> s = up(in); return s;"),
                type(
                        "an offload that uses it",
                        TRN410,
                        "CompletionStage<String> a() { try (var in = new lib.Resource()) { return Blocking.call(() -> \"\" + §); } }",
                        "in",
                        "o"));
    }

    private static List<Twin> threadLocals() {
        return List.of(
                statement(
                                "the MDC of another thread",
                                TRN501,
                                "kept = stage.thenAccept(v -> §)",
                                "MDC.put(\"a\", v)",
                                "name(v)")
                        .members(ASYNC_TOO),
                statement("the MDC in an offload", TRN501, "kept = Blocking.run(() -> §)", "MDC.clear()", "name(\"\")")
                        .members(ASYNC_TOO),
                statement(
                        "a ThreadLocal of another thread",
                        TRN501,
                        "ThreadLocal<String> l = new ThreadLocal<>(); kept = stage.thenApply(v -> l.§)",
                        "get()",
                        "toString()"),
                statement(
                        "read before is fine",
                        TRN501,
                        "String m = MDC.get(\"a\"); kept = stage.thenApply(v -> §)",
                        "MDC.get(\"a\")",
                        "m"),
                type(
                        "through a helper",
                        TRN501,
                        "String user() { return §; } void a() { kept = stage.thenApply(v -> user()); }",
                        "MDC.get(\"a\")",
                        "\"\""));
    }

    private static List<Twin> transactions() {
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

    private static List<Twin> proxies() {
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

    private static List<Twin> executors() {
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
                                "executeBlocking")
                        .aGuess());
    }

    private static List<Twin> pools() {
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

    private static List<Twin> locks() {
        String work = "CompletionStage<String> work() { return stage; } ";
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

    private static List<Twin> jobs() {
        return List.of(
                statement(
                        "the job's context is cleared",
                        TRN802,
                        "kept = stage.thenApply(v -> §)",
                        "org.jobrunr.server.runner.ThreadLocalJobContext.getJobContext()",
                        "\"\""),
                Twin.of(
                        "a result that the proxy does not give",
                        TRN803,
                        "@org.jobrunr.jobs.annotations.AsyncJob class A { § CompletionStage<String> work() { return Stages.ok(\"\"); } } class T extends Base { A a; CompletionStage<String> b() { return a.work(); } }",
                        "@Job",
                        "@Deprecated"),
                stageMethod("asking for an interrupt", TRN804, "o = Thread.§;", "interrupted()", "currentThread()"),
                stageMethod(
                        "asking a thread for an interrupt",
                        TRN804,
                        "o = Thread.currentThread().§;",
                        "isInterrupted()",
                        "isDaemon()"));
    }

    private static List<Twin> exemptions() {
        return List.of(
                type(
                        "an exemption exempts its method",
                        TRN104,
                        "§ CompletionStage<String> a() { Help.nap(); return stage; }",
                        "@Deprecated",
                        "@AllowBlocking(reason = \"measured\")"),
                type(
                        "and what is called on the way",
                        TRN104,
                        "§ void b() { Help.nap(); } CompletionStage<String> a() { b(); return stage; }",
                        "@Deprecated",
                        "@AllowBlocking(reason = \"measured\")"),
                type(
                        "and the lambdas in it",
                        TRN104,
                        "§ void b() { kept = stage.thenRun(() -> Help.nap()); }",
                        "@Deprecated",
                        "@AllowBlocking(reason = \"measured\")"),
                Twin.of(
                        "and a class",
                        TRN104,
                        "§ class A { static void b() { Help.nap(); } } class T extends Base { CompletionStage<String> a() { A.b(); return stage; } }",
                        "@Deprecated",
                        "@AllowBlocking(reason = \"measured\")"),
                type(
                        "not what calls it",
                        TRN104,
                        "@AllowBlocking(reason = \"measured\") void b() { Help.nap(); } CompletionStage<String> a() { b(); §; return stage; }",
                        NAP,
                        NOP),
                type(
                        "start-up may wait",
                        TRN104,
                        "§ CompletionStage<String> a() { Help.nap(); return stage; }",
                        "@Deprecated",
                        "@jakarta.annotation.PostConstruct"));
    }

    private static List<Twin> profiles() {
        String lane =
                "class T extends Base { @Job void ship() { § } CompletionStage<Void> shipAsync() { return Stages.done(); } }";
        return List.of(
                Twin.of("a blocking lane tells its waits", TRN104, lane, "Help.nap();", "Help.nop();")
                        .lanes("~.T#ship() = blocking\n")
                        .as(Severity.INFO),
                Twin.of("a blocking lane loses no stage", TRN401, lane, "shipAsync();", "kept = shipAsync();")
                        .lanes("~.T#ship() = blocking\n"),
                Twin.of("a virtual lane loses no stage", TRN401, lane, "shipAsync();", "kept = shipAsync();")
                        .lanes("~.T#ship() = virtual\n"),
                Twin.of(
                                "a virtual lane is pinned by a monitor",
                                TRN704,
                                lane,
                                "synchronized (this) { Help.nap(); }",
                                "Help.nap();")
                        .lanes("~.T#ship() = virtual\n"),
                Twin.of("a blocking lane makes no threads of its own", TRN602, lane, "o = new Thread();", "o = pool;")
                        .lanes("~.T#ship() = blocking\n"));
    }

    private static List<Twin> reactive() {
        return List.of(
                stageMethod("block waits", TRN103, "o = Mono.just(1).§;", "block()", "toFuture()"),
                statement(
                        "an operator runs where the signal is",
                        TRN104,
                        "o = Mono.just(1).map(v -> §)",
                        "Help.napS(v)",
                        "Help.nopS(v)"),
                statement(
                        "publishOn moves what follows",
                        TRN104,
                        "o = Mono.just(1).publishOn(Schedulers.§()).map(v -> Help.napS(v))",
                        "parallel",
                        "boundedElastic"),
                statement(
                        "not what comes before",
                        TRN104,
                        "o = Mono.just(1).§.toFuture()",
                        "map(v -> Help.napS(v)).publishOn(Schedulers.boundedElastic())",
                        "publishOn(Schedulers.boundedElastic()).map(v -> Help.napS(v))"),
                statement(
                        "subscribeOn moves a source",
                        TRN104,
                        "o = Mono.fromCallable(() -> Help.napC()).subscribeOn(Schedulers.§())",
                        "parallel",
                        "boundedElastic"),
                statement(
                        "and what follows the source",
                        TRN104,
                        "o = Mono.§.map(v -> Help.napS(v)).subscribeOn(Schedulers.boundedElastic())",
                        "fromFuture(one)",
                        "fromCallable(() -> \"\")"),
                statement(
                        "emitOn moves what follows",
                        TRN104,
                        "io.smallrye.mutiny.Uni<String> u = null; o = u§.map(v -> Help.napS(v))",
                        "",
                        ".emitOn(pool)"));
    }
}
