// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN404;
import static dev.turnout.rules.Rule.TRN501;
import static dev.turnout.rules.Rule.TRN504;
import static dev.turnout.rules.Rule.TRN505;
import static dev.turnout.rules.Rule.TRN604;
import static dev.turnout.rules.RuleTwins.type;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;
import java.util.stream.Stream;

/** What reviewers found missing or untrue: executors without threads, nulls, proxies, values of a thread. */
final class ReviewedTwins {
    private static final String GUAVA = "com.google.common.util.concurrent.";
    private static final String PROPAGATION = "org.springframework.transaction.annotation.Propagation.";

    private ReviewedTwins() {}

    static List<Twin> all() {
        return Stream.of(executors(), guava(), operators(), nulls(), proxies(), threads(), helpers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twin> executors() {
        return List.of(
                statement(
                        "Spring's SyncTaskExecutor has no threads",
                        TRN604,
                        "kept = stage.thenRunAsync(() -> Help.nap(), new org.springframework.core.task.§())",
                        "SyncTaskExecutor",
                        "SimpleAsyncTaskExecutor"),
                stageMethod(
                        "nor where it is asked itself",
                        TRN104,
                        "org.springframework.core.task.TaskExecutor e = new org.springframework.core.task.§();"
                                + " e.execute(() -> Help.nap());",
                        "SyncTaskExecutor",
                        "SimpleAsyncTaskExecutor"),
                Twin.of(
                        "nor one that is given as a parameter",
                        TRN604,
                        """
                        class T extends Base {
                            void a(org.springframework.core.task.§ e) { kept = stage.thenRunAsync(() -> Help.nap(), e); }
                        }
                        """,
                        "SyncTaskExecutor",
                        "SimpleAsyncTaskExecutor"),
                Twin.of("Guava's direct service in a field has none", TRN604, """
                        class T extends Base {
                            private final Executor e = com.google.common.util.concurrent.MoreExecutors.§();
                            void a() { kept = stage.thenRunAsync(() -> Help.nap(), e); }
                        }
                        """, "newDirectExecutorService", "pool"),
                Twin.of("a class of one's own that runs at once has none", TRN604, """
                        static class Inline implements Executor { public void execute(Runnable r) { r.run(); } }
                        static class Apart implements Executor {
                            public void execute(Runnable r) { new Thread(r).start(); }
                        }
                        class T extends Base {
                            final § e = new §();
                            void a() { kept = stage.thenRunAsync(() -> Help.nap(), e); }
                        }
                        """, "Inline", "Apart"));
    }

    private static List<Twin> guava() {
        String future = GUAVA + "ListenableFuture<String> f = null; ";
        return List.of(
                statement(
                        "Guava's transform with a direct executor",
                        TRN604,
                        future + "o = " + GUAVA + "Futures.transform(f, x -> Help.napS(x), " + GUAVA
                                + "MoreExecutors.§())",
                        "directExecutor",
                        "pool"),
                statement(
                        "Guava's catching with a direct executor",
                        TRN604,
                        future + "o = " + GUAVA + "Futures.catching(f, Exception.class, x -> Help.napS(x), " + GUAVA
                                + "MoreExecutors.§())",
                        "directExecutor",
                        "pool"),
                statement(
                        "Guava's callback with a direct executor",
                        TRN104,
                        future + GUAVA + "Futures.addCallback(f, new " + GUAVA
                                + "FutureCallback<String>() { public void"
                                + " onSuccess(String s) { Help.nap(); } public void onFailure(Throwable t) {} }, "
                                + GUAVA
                                + "MoreExecutors.§())",
                        "directExecutor",
                        "pool"));
    }

    private static List<Twin> operators() {
        return List.of(
                statement(
                        "an operator of parallel rails runs where they do",
                        TRN104,
                        "ParallelFlux<String> p = null; o = p.runOn(Schedulers.§()).map(x -> Help.napS(x))",
                        "parallel",
                        "boundedElastic"),
                statement(
                        "RxJava's operators run where the chain is observed",
                        TRN104,
                        "io.reactivex.rxjava3.core.Single<String> s = null; o ="
                                + " s.observeOn(io.reactivex.rxjava3.schedulers.Schedulers.§()).map(x -> Help.napS(x))",
                        "computation",
                        "io"),
                statement(
                        "Vert.x' futures call on the event loop",
                        TRN104,
                        "io.vertx.core.Future<String> f = null; f.onSuccess(x -> §)",
                        NAP,
                        NOP),
                statement(
                        "Vert.x' contexts too, but for what is said to block",
                        TRN104,
                        "io.vertx.core.Context c = null; c.§",
                        "runOnContext(x -> Help.nap())",
                        "executeBlocking(Help::napC)"),
                statement(
                        "a response is handled on the event loop",
                        TRN104,
                        "org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec c = null; o ="
                                + " c.exchangeToMono(x -> §)",
                        "Help.napS(x)",
                        "Help.nopS(x)"));
    }

    private static List<Twin> helpers() {
        return List.of(
                type(
                        "a helper that calls what it is given stands on the path",
                        TRN104,
                        "CompletionStage<String> a() { o = outer(() -> Help.§(1)); return stage; }"
                                + " static Object outer(java.util.function.Supplier<Object> f) { return inner(f); }"
                                + " static Object inner(java.util.function.Supplier<Object> f) { return f.get(); }",
                        "napS",
                        "nopS"),
                type(
                        "also one that gives it on in a lambda of its own",
                        TRN104,
                        "CompletionStage<String> a() { outer(x -> Help.§(x)); return stage; }"
                                + " static void outer(java.util.function.UnaryOperator<String> f) {"
                                + " List.of(\"\").forEach(x -> f.apply(x)); }",
                        "napS",
                        "nopS"));
    }

    private static List<Twin> nulls() {
        return List.of(
                type(
                        "a variable that is asked whether it is null is not, in the other arm",
                        TRN404,
                        "CompletionStage<String> a() { CompletionStage<String> r = null; if (o != null) r = stage; return r =="
                                + " null ? Stages.ok(\"\") : §; }",
                        "o == null ? null : r",
                        "r"),
                type(
                        "nor behind a question that fills it",
                        TRN404,
                        "CompletionStage<String> a() { CompletionStage<String> r = null; if (o != null) r = stage; if (r §"
                                + " null) r = Stages.ok(\"\"); return r; }",
                        "!=",
                        "=="));
    }

    private static List<Twin> proxies() {
        return List.of(
                Twin.of("a call of an inherited method does not go through the proxy", TRN505, """
                        static class Parent { @Transactional public void save() { Help.nop(); } }
                        static class Child extends Parent { Parent other = new Parent();
                            CompletionStage<Void> go() { §.save(); return Stages.done(); } }
                        """, "super", "other"),
                type(
                        "a transaction of its own is not begun on oneself",
                        TRN505,
                        "Mono<String> m; @Transactional public Mono<String> a() { b(); return m; } @Transactional(propagation = "
                                + PROPAGATION + "§) public void b() { Help.nop(); }",
                        "REQUIRES_NEW",
                        "REQUIRED"),
                type(
                        "the object behind one's own proxy is another one",
                        TRN505,
                        "T self; CompletionStage<String> a() { §.b(); return stage; } @Transactional public void b() { Help.nop(); }",
                        "this",
                        "self"),
                type(
                        "a listener before the commit is in the transaction",
                        TRN504,
                        "@org.springframework.transaction.event.TransactionalEventListener(phase ="
                                + " org.springframework.transaction.event.TransactionPhase.§) void a(Object event) {"
                                + " jobs.enqueue(() -> Help.nop()); }",
                        "BEFORE_COMMIT",
                        "AFTER_COMMIT"));
    }

    private static List<Twin> threads() {
        return List.of(
                type(
                        "a value that is set and taken away in one continuation stays there",
                        TRN501,
                        "static final ThreadLocal<String> L = new ThreadLocal<>(); void a() { kept = stage.thenAccept(v -> {"
                                + " L.set(v); try { o = L.get(); } finally { L.§(); } }); }",
                        "get",
                        "remove"),
                statement(
                        "also one of the logging context",
                        TRN501,
                        "kept = stage.thenAccept(v -> { MDC.put(\"k\", v); MDC.§(\"k\"); })",
                        "get",
                        "remove"));
    }
}
