// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN105;
import static dev.turnout.rules.Rule.TRN106;
import static dev.turnout.rules.Rule.TRN107;
import static dev.turnout.rules.Rule.TRN303;

import java.util.List;
import java.util.stream.Stream;

/** The corpus, by what the engine has to see through. */
final class Twins {
    static final String NAP = "Help.nap()";
    static final String NOP = "Help.nop()";

    private Twins() {}

    static List<Twin> all() {
        return Stream.of(
                        waits(),
                        paths(),
                        lambdas(),
                        offloads(),
                        MigrationTwins.all(),
                        RuleTwins.all(),
                        ShapeTwins.all(),
                        KnownTwins.all(),
                        BoundaryTwins.all(),
                        JudgedTwins.all(),
                        KeptTwins.all(),
                        GateTwins.all(),
                        LibraryTwins.all(),
                        ReviewedTwins.all(),
                        ReviewedAgainTwins.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twin> waits() {
        return List.of(
                stageMethod("a join waits, a getNow does not", TRN101, "other.§;", "join()", "getNow(null)"),
                stageMethod("a timed get waits", TRN101, "other.§;", "get(1, TimeUnit.SECONDS)", "isDone()"),
                stageMethod("a sleep waits", TRN104, "Thread.§;", "sleep(1)", "currentThread()"),
                stageMethod("TimeUnit sleeps too", TRN104, "TimeUnit.SECONDS.§;", "sleep(1)", "toMillis(1)"),
                stageMethod("a latch waits", TRN105, "new CountDownLatch(1).§;", "await()", "countDown()"),
                stageMethod("a monitor waits", TRN105, "synchronized (this) { §(); }", "wait", "notify"),
                stageMethod("a thread joins", TRN105, "new Thread().§;", "join()", "interrupt()"),
                stageMethod("a permit waits", TRN106, "new Semaphore(1).§;", "acquire()", "tryAcquire()"),
                stageMethod("a queue waits", TRN106, "new LinkedBlockingQueue<String>().§;", "take()", "poll()"),
                stageMethod(
                        "a poll of no time does not wait",
                        TRN106,
                        "new LinkedBlockingQueue<String>().poll(§, TimeUnit.SECONDS);",
                        "1",
                        "0"),
                stageMethod("a process waits", TRN107, "Process p = null; o = p.§;", "waitFor()", "onExit()"),
                stageMethod("invokeAll waits", TRN101, "pool.§;", "invokeAll(List.of())", "isShutdown()"));
    }

    private static List<Twin> paths() {
        return List.of(
                stageMethod("a helper is followed", TRN104, "Help.§();", "napVia", "nopVia"),
                Twin.of(
                        "an interface with one implementation is followed",
                        TRN104,
                        "interface Step { void run(); } class Impl implements Step { public void run() { §; } }"
                                + " class T extends Base { Step step; CompletionStage<String> a() { step.run(); return"
                                + " stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "two implementations that block both are likely",
                        TRN104,
                        "interface Step { void run(); } class A implements Step { public void run() { §; } } class B"
                                + " implements Step { public void run() { §; } } class T extends Base { Step step;"
                                + " CompletionStage<String> a() { step.run(); return stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                                "one of two implementations that blocks is a guess",
                                TRN104,
                                "interface Step { void run(); } class A implements Step { public void run() { §; } } class B"
                                        + " implements Step { public void run() { } } class T extends Base { Step step;"
                                        + " CompletionStage<String> a() { step.run(); return stage; } }",
                                NAP,
                                NOP)
                        .aGuess(),
                Twin.of(
                        "an override is followed, the overridden method is not",
                        TRN104,
                        "abstract class A { void run() { Help.nap(); } } class B extends A { void run() { §; } } class T"
                                + " extends Base { A a; CompletionStage<String> a() { a.run(); return stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                                "a call on itself does not reach a class that has a way of its own",
                                TRN104,
                                "abstract class A { CompletionStage<String> go() { one(); return Stages.ok(\"\"); } void one() {} }"
                                        + " class B extends A { void one() { Help.nap(); } CompletionStage<String> § { return"
                                        + " Stages.ok(\"\"); } } class T extends A {}",
                                "gone()",
                                "go()")
                        .aGuess(),
                Twin.of(
                        "the class that is made decides",
                        TRN104,
                        "class A { void run() { Help.nap(); } } class B extends A { void run() { } } class T extends Base"
                                + " { CompletionStage<String> a() { A a = new §(); a.run(); return stage; } }",
                        "A",
                        "B"),
                Twin.of(
                        "a default method is followed",
                        TRN104,
                        "interface Step { default void run() { §; } } class Impl implements Step {} class T extends Base"
                                + " { Step step; CompletionStage<String> a() { step.run(); return stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "a generic bridge is followed",
                        TRN104,
                        "interface Step<X> { void run(X x); } class Impl implements Step<String> { public void run(String"
                                + " s) { §; } } class T extends Base { Step<String> step; CompletionStage<String> a() {"
                                + " step.run(\"\"); return stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "calls in a circle end",
                        TRN104,
                        "class T extends Base { CompletionStage<String> a() { b(3); return stage; } void b(int n) {"
                                + " c(n); } void c(int n) { if (n > 0) b(n - 1); §; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "a constructor is followed",
                        TRN104,
                        "class A { A() { §; } } class T extends Base { CompletionStage<String> a() { new A(); return"
                                + " stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "a method is async by what it returns",
                        TRN104,
                        "class T extends Base { § a() { Help.nap(); return nothing(); } static <X> X nothing() { throw new IllegalArgumentException(); } }",
                        "CompletableFuture<String>",
                        "String"),
                Twin.of(
                        "Spring's @Async is an offload",
                        TRN104,
                        "class T extends Base { § CompletableFuture<String> a() { Help.nap(); return other; } }",
                        "@Deprecated",
                        "@Async"));
    }

    private static List<Twin> lambdas() {
        return List.of(
                statement("a continuation must not wait", TRN104, "stage.thenAccept(v -> §)", NAP, NOP),
                statement("whenComplete is one", TRN104, "stage.whenComplete((v, t) -> §)", NAP, NOP),
                statement("a method reference is one", TRN104, "stage.thenApply(Help::§)", "napS", "nopS"),
                statement(
                        "a lambda in a variable is one",
                        TRN104,
                        "Consumer<String> c = v -> §; stage.thenAccept(c)",
                        NAP,
                        NOP),
                statement(
                        "an arm of a conditional is one",
                        TRN104,
                        "Consumer<String> c = one == null ? v -> Help.nop() : v -> §; stage.thenAccept(c)",
                        NAP,
                        NOP),
                statement(
                        "an anonymous class is one",
                        TRN104,
                        "stage.thenAccept(new Consumer<String>() { public void accept(String s) { §; } })",
                        NAP,
                        NOP),
                statement(
                        "a lambda in a continuation inherits its thread",
                        TRN104,
                        "stage.thenAccept(v -> Optional.of(v).ifPresent(x -> §))",
                        NAP,
                        NOP),
                stageMethod(
                        "a stream runs where it is read",
                        TRN104,
                        "List.of(1).stream().map(i -> §).toList();",
                        "Help.napS(i)",
                        "Help.nopS(i)"),
                stageMethod("forEach runs at once", TRN104, "List.of(1).forEach(i -> §);", NAP, NOP),
                stageMethod(
                        "computeIfAbsent runs at once",
                        TRN104,
                        "new ConcurrentHashMap<String, String>().computeIfAbsent(\"\", Help::§);",
                        "napS",
                        "nopS"),
                stageMethod(
                        "orElseGet runs at once",
                        TRN104,
                        "Optional.empty().orElseGet(() -> §);",
                        "Help.napS(1)",
                        "Help.nopS(1)"),
                statement(
                        "then goes on in a continuation", TRN104, "Stages.map(stage, v -> { §; return v; })", NAP, NOP),
                statement(
                        "a loop's step is a continuation",
                        TRN104,
                        "Stages.loop(() -> { §; return Stages.ok(false); })",
                        NAP,
                        NOP),
                statement("finally is a continuation", TRN104, "Stages.lastlyRun(stage, () -> §)", NAP, NOP),
                Twin.of(
                        "a function given to one's own method is followed to where it runs",
                        TRN104,
                        "class T extends Base { CompletionStage<String> a() { twice(() -> Help.nap()); return stage; }"
                                + " void twice(Runnable r) { §; } }",
                        "r.run()",
                        "executor.execute(r)"),
                Twin.of(
                        "also where it is handed round in a circle",
                        TRN104,
                        "class T extends Base { CompletionStage<String> a() { b(() -> Help.nap(), 3); return stage; } void"
                                + " b(Runnable r, int n) { c(r, n); } void c(Runnable r, int n) { if (n > 0) b(r, n - 1);"
                                + " §; } }",
                        "r.run()",
                        "executor.execute(r)"),
                Twin.of(
                        "and through a lambda that captures it",
                        TRN104,
                        "class T extends Base { CompletionStage<String> a() { return off(() -> Help.napS(1)); }"
                                + " CompletionStage<String> off(Callable<String> c) { return §(() -> c.call()); } static"
                                + " CompletionStage<String> here(Callable<String> c) { try { c.call(); } catch (Exception"
                                + " e) { Help.nop(); } return Stages.ok(\"\"); } }",
                        "here",
                        "Blocking.call"),
                statement(
                        "the common pool is for work, not for waiting",
                        TRN104,
                        "CompletableFuture.runAsync(() -> §)",
                        NAP,
                        NOP));
    }

    private static List<Twin> offloads() {
        return List.of(
                stageMethod(
                        "an offloaded lambda may wait", TRN104, "o = §(() -> Help.napS(1));", "here2", "Blocking.call"),
                stageMethod(
                        "an argument is evaluated outside of the offload",
                        TRN303,
                        "o = Blocking.call(§);",
                        "supplier(orders.findByName(\"\"))",
                        "() -> orders.findByName(\"\")"),
                stageMethod(
                        "a pool by name is an offload",
                        TRN303,
                        "o = §(\"db\", () -> orders.findByName(\"\"));",
                        "here",
                        "Blocking.callOn"),
                statement(
                        "what follows an offload is a continuation",
                        TRN104,
                        "Blocking.run(() -> Help.nap()).thenRun(() -> §)",
                        NAP,
                        NOP),
                statement(
                        "an executor has threads of its own",
                        TRN104,
                        "stage.thenAcceptAsync(v -> Help.nap(), §)",
                        "Runnable::run",
                        "executor"),
                stageMethod("execute runs elsewhere", TRN104, "§(() -> Help.nap());", "run", "executor.execute"),
                stageMethod("submit runs elsewhere", TRN104, "§(() -> Help.nap());", "run", "pool.submit"),
                stageMethod("a thread runs elsewhere", TRN104, "§(() -> Help.nap());", "run", "new Thread"),
                stageMethod(
                        "an offloaded method reference may wait",
                        TRN104,
                        "o = §(Help::napC);",
                        "here2",
                        "Blocking.call"));
    }

    /** In a method that returns a stage. */
    static Twin stageMethod(String sentence, Rule rule, String code, String blocking, String innocent) {
        return stageMethod(sentence, rule, code, blocking, innocent, "");
    }

    static Twin stageMethod(String sentence, Rule rule, String code, String blocking, String innocent, String members) {
        String template = "class T extends Base { CompletionStage<String> a() throws Exception { " + code
                + " return stage; } " + members + " static void run(Runnable r) { r.run(); } static <X> Callable<X>"
                + " supplier(X x) { return () -> x; } static <X> X here(String pool, Callable<X> c) throws Exception {"
                + " return c.call(); } static <X> X here2(Callable<X> c) throws Exception { return c.call(); } }";
        return Twin.of(sentence, rule, template, blocking, innocent);
    }

    /** In a method that is not async itself. */
    static Twin statement(String sentence, Rule rule, String code, String blocking, String innocent) {
        return Twin.of(
                sentence,
                rule,
                "class T extends Base { void a() throws Exception { " + code + "; } }",
                blocking,
                innocent);
    }
}
