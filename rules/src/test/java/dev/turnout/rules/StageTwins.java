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
import static dev.turnout.rules.Rule.TRN806;
import static dev.turnout.rules.Rule.TRN902;
import static dev.turnout.rules.Rule.TRN903;
import static dev.turnout.rules.Rule.TRN904;
import static dev.turnout.rules.RuleTwins.ASYNC_TOO;
import static dev.turnout.rules.RuleTwins.type;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;

/** Twins for how stages are dealt with: waited for, lost, nested, null, failed. */
final class StageTwins {
    private StageTwins() {}

    static List<Twin> waits() {
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

    static List<Twin> lost() {
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
                        "handle observes",
                        TRN401,
                        "other.copy().§;",
                        "thenAccept(v -> Help.nop())",
                        "handle((v, t) -> t)"),
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
                stageMethod("a Mono that nobody subscribes to", TRN401, "§ Mono.just(1).map(v -> v);", "", "o ="),
                stageMethod(
                        "a Uni that nobody subscribes to",
                        TRN401,
                        "io.smallrye.mutiny.Uni<String> u = null; § u.map(x -> x);",
                        "",
                        "o ="));
    }

    static List<Twin> nested() {
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

    static List<Twin> nulls() {
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

    static List<Twin> failures() {
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

    static List<Twin> reactive() {
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
