// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN106;
import static dev.turnout.rules.Rule.TRN201;
import static dev.turnout.rules.Rule.TRN203;
import static dev.turnout.rules.Rule.TRN401;
import static dev.turnout.rules.Rule.TRN402;
import static dev.turnout.rules.Rule.TRN404;
import static dev.turnout.rules.Rule.TRN405;
import static dev.turnout.rules.Rule.TRN505;
import static dev.turnout.rules.Rule.TRN601;
import static dev.turnout.rules.Rule.TRN604;
import static dev.turnout.rules.Rule.TRN702;
import static dev.turnout.rules.RuleTwins.ASYNC_TOO;
import static dev.turnout.rules.RuleTwins.type;
import static dev.turnout.rules.Twins.stageMethod;

import java.util.List;
import java.util.stream.Stream;

/** Twins for what the code around a call says about it: the future is done, the stage has a holder, the queue has room. */
final class KnownTwins {
    private KnownTwins() {}

    static List<Twin> all() {
        return Stream.of(done(), madeOfAll(), held(), nulls(), nested(), places(), executors(), objects())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twin> done() {
        return List.of(
                stageMethod(
                        "in the other arm of a question it is done",
                        TRN101,
                        "if (!§.isDone()) { o = 1; } else { o = other.join(); }",
                        "one",
                        "other"),
                stageMethod(
                        "who is told that it failed knows that it is done",
                        TRN101,
                        "if (§.isCompletedExceptionally()) { o = other.join(); }",
                        "one",
                        "other"),
                stageMethod(
                        "behind a check it is done",
                        TRN101,
                        "check(§.isDone()); o = other.join();",
                        "one",
                        "other",
                        "static void check(boolean b) { if (!b) { throw new IllegalArgumentException(); } }"),
                stageMethod(
                        "behind a check of two things it is done",
                        TRN101,
                        "check(§.isDone() && o != null); o = other.join();",
                        "one",
                        "other",
                        "static void check(boolean b) { if (!b) { throw new IllegalArgumentException(); } }"),
                stageMethod(
                        "the values of a map that all are done",
                        TRN101,
                        "Map<String, CompletableFuture<String>> n = new HashMap<>(); Map<String, CompletableFuture<String>> m ="
                                + " new HashMap<>(); kept = CompletableFuture.allOf(m.values().toArray(new"
                                + " CompletableFuture[0])).thenRun(() -> { for (CompletionStage<String> f : §.values()) { o ="
                                + " f.toCompletableFuture().join(); } });",
                        "n",
                        "m"),
                stageMethod(
                        "a helper waits for all",
                        TRN101,
                        "List<CompletableFuture<String>> n = new ArrayList<>(); List<CompletableFuture<String>> m = new"
                                + " ArrayList<>(); kept = together(m).thenRun(() -> §.forEach(CompletableFuture::join));",
                        "n",
                        "m",
                        "static CompletableFuture<Void> together(List<CompletableFuture<String>> l) { if (l.isEmpty()) { return"
                                + " CompletableFuture.completedFuture(null); } return CompletableFuture.allOf(l.toArray(new"
                                + " CompletableFuture[0])); }"),
                stageMethod(
                        "a private method is given what is done",
                        TRN101,
                        "kept = §.thenApply(v -> read(other));",
                        "one",
                        "other",
                        "private static String read(CompletableFuture<String> f) { return f.join(); }"),
                stageMethod(
                        "a listener is given the future it listens to",
                        TRN101,
                        "io.netty.util.concurrent.Future<String> f = null; f.addListener(x -> o = §.get());",
                        "one",
                        "x"),
                stageMethod(
                        "a listener that is an object too",
                        TRN101,
                        "io.netty.util.concurrent.Future<String> f = null; f.addListener(new"
                                + " io.netty.util.concurrent.GenericFutureListener<String>() { public void"
                                + " operationComplete(io.netty.util.concurrent.Future<String> x) throws Exception { o = §.get();"
                                + " } });",
                        "one",
                        "x"));
    }

    private static List<Twin> madeOfAll() {
        return List.of(
                stageMethod(
                        "an array is filled with what is waited for",
                        TRN101,
                        "CompletableFuture<?>[] all = new CompletableFuture<?>[1]; all[0] = §.toCompletableFuture(); kept ="
                                + " CompletableFuture.allOf(all).thenRun(() -> { o = other.join(); });",
                        "one",
                        "other"),
                stageMethod(
                        "a constructor is given what is done",
                        TRN101,
                        "List<CompletableFuture<String>> n = new ArrayList<>(); List<CompletableFuture<String>> m = new"
                                + " ArrayList<>(); kept = CompletableFuture.allOf(m.toArray(new CompletableFuture[0])).thenRun(() ->"
                                + " new Read(§));",
                        "n",
                        "m",
                        "static class Read { Read(List<CompletableFuture<String>> l) { for (CompletableFuture<String> f : l) {"
                                + " f.join(); } } }"),
                stageMethod(
                        "a collector is given what is done",
                        TRN101,
                        "Map<String, CompletableFuture<String>> n = new HashMap<>(); Map<String, CompletableFuture<String>> m ="
                                + " new HashMap<>(); kept = CompletableFuture.allOf(m.values().toArray(new"
                                + " CompletableFuture[0])).thenApply(v -> §.entrySet().stream().collect(Collectors.toMap(e ->"
                                + " e.getKey(), e -> e.getValue().join())));",
                        "n",
                        "m"),
                stageMethod(
                        "what comes earlier in the chain is done",
                        TRN101,
                        "kept = other.thenCompose(v -> stage).whenComplete((v, t) -> o = §.join());",
                        "one",
                        "other"));
    }

    private static List<Twin> nested() {
        return List.of(
                type(
                        "a private nested stage that its caller flattens",
                        TRN402,
                        "private CompletionStage<CompletionStage<String>> wrap(CompletionStage<String> s) { return"
                                + " s.thenApply(v -> Stages.ok(v)); } CompletionStage<?> a() { return wrap(stage).exceptionally(t"
                                + " -> stage).§(s -> s); }",
                        "thenApply",
                        "thenCompose"),
                stageMethod(
                        "Uni.call waits for what its function makes",
                        TRN402,
                        "io.smallrye.mutiny.Uni<String> u = null; o = u.§;",
                        "map(v -> uni(u))",
                        "call(() -> uni(u))",
                        "static io.smallrye.mutiny.Uni<String> uni(io.smallrye.mutiny.Uni<String> x) { return x; }"),
                type(
                        "a Mono of a Mono that is declared is meant",
                        TRN402,
                        "§ a() { return Mono.just(\"\").map(v -> Mono.just(v)); }",
                        "Object",
                        "Mono<Mono<String>>"),
                type(
                        "a proxy that was asked on the way in",
                        TRN505,
                        "§ Mono<String> a() { return Mono.just(\"\").flatMap(v -> b()); } @Transactional Mono<String> b() {"
                                + " return Mono.just(\"\"); }",
                        "@Deprecated",
                        "@Transactional"),
                type(
                        "a monitor over a list of waiters guards the list",
                        TRN702,
                        "List<CompletableFuture<String>> waiters; synchronized CompletionStage<String> a() {"
                                + " CompletableFuture<String> f = §; waiters.add(f); return f; }",
                        "other.copy()",
                        "new CompletableFuture<>()"),
                Twin.of(
                        "a library that declares a failure catches it",
                        TRN405,
                        "class T extends Base implements § { public CompletionStage<String> call() throws Exception { return"
                                + " stage; } }",
                        "Cloneable",
                        "Callable<CompletionStage<String>>"));
    }

    private static List<Twin> executors() {
        return List.of(
                Twin.of(
                        "a kind of future has a default executor",
                        TRN601,
                        "abstract class T extends § { CompletableFuture<String> held; CompletionStage<String> a() { return"
                                + " held.thenApplyAsync(v -> v); } }",
                        "Base",
                        "CompletableFuture<String>"),
                stageMethod(
                        "one executor or another",
                        TRN604,
                        "Executor e = o == null ? Runnable::run : §; kept = stage.thenRunAsync(() -> Help.nap(), e);",
                        "Runnable::run",
                        "pool"),
                stageMethod(
                        "an executor that is a method drops nothing",
                        TRN401,
                        "on((§) CompletableFuture::runAsync);",
                        "Consumer<Runnable>",
                        "Executor",
                        "void on(Executor e) { e.execute(null); } void on(Consumer<Runnable> c) { c.accept(null); }"),
                type(
                        "subscribeOn in what a chain is dressed with",
                        TRN104,
                        "Mono<String> a() { return Mono.fromCallable(() -> Help.napC()).as(m ->"
                                + " m.§(Schedulers.boundedElastic())); }",
                        "publishOn",
                        "subscribeOn"));
    }

    private static List<Twin> held() {
        return List.of(
                stageMethod(
                        "what hands back its argument starts nothing",
                        TRN401,
                        "§(stage);",
                        "on",
                        "watch",
                        "CompletionStage<String> on(CompletionStage<String> s) { return s.thenApply(v -> v); }"
                                + " CompletionStage<String> watch(CompletionStage<String> s) { s.whenComplete((v, t) -> o = t);"
                                + " return s; }"),
                stageMethod(
                        "what is done when it returns may be dropped",
                        TRN401,
                        "§;",
                        "nameAsync(\"\")",
                        "ready()",
                        ASYNC_TOO + " CompletionStage<Void> ready() { o = 1; return Stages.done(); }"),
                stageMethod(
                        "what is taken out of a map was there before",
                        TRN401,
                        "§;",
                        "begin()",
                        "take()",
                        "Map<String, CompletableFuture<String>> open; CompletableFuture<String> take() { return"
                                + " open.remove(\"\"); } CompletableFuture<String> begin() { return other.copy(); }"),
                stageMethod(
                                "a callback on a stage that somebody holds is a guess",
                                TRN401,
                                "stage.§;",
                                "thenAccept(v -> Help.nop())",
                                "whenComplete((v, t) -> Help.nop())")
                        .aGuess(),
                stageMethod(
                                "to close and not to wait is a guess",
                                TRN401,
                                "closeAsync(§);",
                                "1",
                                "\"\"",
                                "CompletionStage<?> closeAsync(int i) { return Blocking.call(() -> i); } void closeAsync(String s) {}")
                        .aGuess());
    }

    private static List<Twin> nulls() {
        return List.of(
                type(
                        "a null that is asked for is not returned",
                        TRN404,
                        "CompletionStage<String> a() { CompletionStage<String> r = null; for (CompletionStage<String> s :"
                                + " List.of(stage)) { if (§ == null) { r = s; } } return r; }",
                        "o",
                        "r"),
                type(
                        "a null that is handed on to one that asks",
                        TRN404,
                        "CompletionStage<String> a() { if (o == null) { return null; } return stage; }"
                                + " CompletionStage<String> b() { return a(); } void c() { CompletionStage<String> s = §; if (s"
                                + " != null) { kept = s; } }",
                        "stage",
                        "b()"),
                type(
                        "a null that is given to one that asks",
                        TRN404,
                        "CompletionStage<String> a() { if (o == null) { return null; } return stage; } void c() { d(§); }"
                                + " void d(CompletionStage<String> s) { if (s != null) { kept = s; } }",
                        "stage",
                        "a()"));
    }

    private static List<Twin> places() {
        return List.of(
                type(
                        "a private method that is only called behind an offload promises nothing",
                        TRN104,
                        "private CompletionStage<String> b() { Help.nap(); return stage; } void a() { §.execute(() -> { kept ="
                                + " b(); }); }",
                        "((Executor) Runnable::run)",
                        "pool"),
                type(
                        "subscribeOn may move what was kept",
                        TRN104,
                        "Mono<String> mono; Mono<String> a() { return mono.map(Help::napS).§; }",
                        "map(v -> v)",
                        "subscribeOn(Schedulers.boundedElastic())"),
                stageMethod(
                        "at once or elsewhere, as the thread may wait",
                        TRN104,
                        "at(() -> Help.nap());",
                        "r.run()",
                        "pool.execute(r)",
                        "void at(Runnable r) { if (o == null) { r.run(); } else { §; } }"),
                Twin.of(
                        "who overrides a method does not run it",
                        TRN104,
                        "interface P { String get(); default CompletionStage<String> getAsync() { return Stages.ok(get()); } }"
                                + " class T extends Base implements P { public String get() { return Help.napC(); } public"
                                + " CompletionStage<String> §() { return stage; } }",
                        "otherAsync",
                        "getAsync"));
    }

    private static List<Twin> objects() {
        return List.of(
                stageMethod(
                        "a function that wraps itself, round a loop",
                        TRN104,
                        "Function<String, String> f = v -> v; for (int i = 0; i < 2; i++) { Function<String, String> g = f; f ="
                                + " v -> g.apply(v) + §; } o = f.apply(\"\");",
                        "Help.napC()",
                        "1"),
                stageMethod(
                        "of an object only what is called runs",
                        TRN104,
                        "use(new Iterator<String>() { public boolean hasNext() { return false; } public String next() { return"
                                + " Help.napC(); } });",
                        "next()",
                        "hasNext()",
                        "void use(Iterator<String> i) { o = i.§; }"),
                stageMethod(
                        "a queue without capacity has room",
                        TRN106,
                        "queue.put(\"\");",
                        "9",
                        "",
                        "private final BlockingQueue<String> queue = new LinkedBlockingQueue<>(§);"),
                stageMethod(
                        "a channel that is set so does not wait",
                        TRN203,
                        "c.connect(null);",
                        "true",
                        "false",
                        "java.nio.channels.SocketChannel c; void set() throws Exception { c.configureBlocking(§); }"),
                stageMethod(
                        "a class of one's own is judged by its body",
                        TRN201,
                        "Own own = null; o = own.§();",
                        "length",
                        "read",
                        "class Own extends RandomAccessFile { Own() throws Exception { super(\"\", \"r\"); } public int read() {"
                                + " return 1; } }"));
    }
}
