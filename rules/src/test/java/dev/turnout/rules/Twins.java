// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN105;
import static dev.turnout.rules.Rule.TRN106;
import static dev.turnout.rules.Rule.TRN107;
import static dev.turnout.rules.Rule.TRN201;
import static dev.turnout.rules.Rule.TRN202;
import static dev.turnout.rules.Rule.TRN203;
import static dev.turnout.rules.Rule.TRN205;
import static dev.turnout.rules.Rule.TRN303;
import static dev.turnout.rules.Rule.TRN311;
import static dev.turnout.rules.Rule.TRN401;
import static dev.turnout.rules.Rule.TRN407;
import static dev.turnout.rules.Rule.TRN801;

import java.util.List;
import java.util.stream.Stream;

/** The corpus, by what the engine has to see through. */
final class Twins {
    private static final String NAP = "Help.nap()";
    private static final String NOP = "Help.nop()";

    private Twins() {}

    static List<Twin> all() {
        return Stream.of(
                        stages(), waits(), paths(), lambdas(), offloads(), facades(), tasks(), completed(), libraries())
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
                stageMethod("a process waits", TRN107, "Process p = null; Object o = p.§;", "waitFor()", "onExit()"),
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
                        "one of two implementations that blocks is likely",
                        TRN104,
                        "interface Step { void run(); } class A implements Step { public void run() { §; } } class B"
                                + " implements Step { public void run() { } } class T extends Base { Step step;"
                                + " CompletionStage<String> a() { step.run(); return stage; } }",
                        NAP,
                        NOP),
                Twin.of(
                        "an override is followed, the overridden method is not",
                        TRN104,
                        "abstract class A { void run() { Help.nap(); } } class B extends A { void run() { §; } } class T"
                                + " extends Base { A a; CompletionStage<String> a() { a.run(); return stage; } }",
                        NAP,
                        NOP),
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
                        "class T extends Base { § a() { Help.nap(); return null; } }",
                        "CompletableFuture<String>",
                        "String"),
                Twin.of(
                        "Spring's @Async is an offload",
                        TRN104,
                        "class T extends Base { § CompletableFuture<String> a() { Help.nap(); return null; } }",
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
                                + " e) { Help.nop(); } return null; } }",
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
                        "an offloaded lambda may wait",
                        TRN104,
                        "Object o = §(() -> Help.napS(1));",
                        "here2",
                        "Blocking.call"),
                stageMethod(
                        "an argument is evaluated outside of the offload",
                        TRN303,
                        "Object o = Blocking.call(§);",
                        "supplier(orders.findByName(\"\"))",
                        "() -> orders.findByName(\"\")"),
                stageMethod(
                        "a pool by name is an offload",
                        TRN303,
                        "Object o = §(\"db\", () -> orders.findByName(\"\"));",
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
                        "Object o = §(Help::napC);",
                        "here2",
                        "Blocking.call"));
    }

    private static List<Twin> facades() {
        return List.of(
                Twin.of(
                        "a facade is exempt as a place",
                        TRN407,
                        "class T extends Base { @Job void ship(long id) { §Facade.await(() -> shipAsync(id)); } @AsyncTask"
                                + " CompletionStage<Void> shipAsync(long id) { return Stages.done(); } }",
                        "Help.nop(); ",
                        ""),
                Twin.of(
                        "and never as a callee",
                        TRN407,
                        "class T extends Base { void ship(long id) { Facade.await(() -> shipAsync(id)); } @AsyncTask"
                                + " CompletionStage<Void> shipAsync(long id) { return Stages.done(); }"
                                + " CompletionStage<?> all() { § } }",
                        "ship(1); return stage;",
                        "return shipAsync(1);"),
                Twin.of(
                        "a facade is for its own twin",
                        TRN407,
                        "class T extends Base { @Job void ship(long id) { Facade.await(() -> §(id)); }"
                                + " CompletionStage<Void> shipAsync(long id) { return Stages.done(); }"
                                + " CompletionStage<Void> sendAsync(long id) { return Stages.done(); } }",
                        "sendAsync",
                        "shipAsync"),
                Twin.of(
                        "a facade that yields a value is one",
                        TRN407,
                        "class T extends Base { @Job int ship(long id) { return §Facade.await(() -> shipAsync(id)); }"
                                + " CompletionStage<Integer> shipAsync(long id) { return Stages.ok(1); } }",
                        "hashCode() + ",
                        ""),
                stageMethod(
                        "a facade called by reference is a callee",
                        TRN407,
                        "List.of(1L).stream().§;",
                        "forEach(this::ship)",
                        "map(this::shipAsync)",
                        "void ship(long id) { Facade.await(() -> shipAsync(id)); } CompletionStage<Void> shipAsync(long id)"
                                + " { return Stages.done(); }"),
                Twin.of(
                        "the twin behind a facade is checked",
                        TRN104,
                        "class T extends Base { @Job void ship(long id) { Facade.await(() -> shipAsync(id)); } @AsyncTask"
                                + " CompletionStage<Void> shipAsync(long id) { §; return Stages.done(); } }",
                        NAP,
                        NOP));
    }

    private static List<Twin> tasks() {
        String enqueued = "class T extends Base { void ship(long id) { Help.nap(); } void start() { § } }";
        String lane = "class T extends Base { @Job void ship(long id, String[] names) { Help.nap(); } }";
        return List.of(
                Twin.of("an enqueued method is a task", TRN104, enqueued, "jobs.enqueue(() -> ship(1L));", "ship(1L);"),
                Twin.of(
                        "also by its type",
                        TRN104,
                        enqueued,
                        "jobs.<T>enqueue(t -> t.ship(1L));",
                        "Consumer<T> c = t -> t.ship(1L);"),
                Twin.of(
                        "also by schedule",
                        TRN104,
                        enqueued,
                        "jobs.schedule(Instant.now(), () -> ship(1L));",
                        "executor.execute(() -> ship(1L));"),
                Twin.of(
                        "also by BackgroundJob",
                        TRN104,
                        "class T extends Base { static void ship() { Help.nap(); } void start() { §; } }",
                        "BackgroundJob.enqueue(T::ship)",
                        "executor.execute(T::ship)"),
                Twin.of(
                        "an annotated method is a task",
                        TRN104,
                        "class T extends Base { § void ship() { Help.nap(); } }",
                        "@Recurring(id = \"a\", cron = \"* * * * *\")",
                        "@Deprecated"),
                Twin.of(
                        "a request handler is a task",
                        TRN104,
                        "class R implements JobRequest { public Class<T> getJobRequestHandler() { return T.class; } } class"
                                + " T extends Base implements JobRequestHandler<R> { public void run(R r) { §; } }",
                        NAP,
                        NOP),
                Twin.of("a lane exempts", TRN104, lane, "composed", "blocking")
                        .lanes("~.T#ship(long,[Ljava.lang.String;) = §\n"),
                Twin.of("a lane with a pool exempts", TRN104, lane, "composed", "blocking:db")
                        .lanes("~.T#ship(long,[Ljava.lang.String;) = §\n"),
                Twin.of("a virtual lane exempts", TRN104, lane, "int", "long")
                        .lanes("~.T#ship(§,[Ljava.lang.String;) = virtual\n"),
                Twin.of(
                                "a lane does not exempt continuations",
                                TRN104,
                                "class T extends Base { @Job void ship() { Help.nap(); stage.thenRun(() -> §); } }",
                                NAP,
                                NOP)
                        .lanes("~.T#ship() = blocking\n"),
                stageMethod(
                                "a job lambda is not run where it stands",
                                TRN104,
                                "§(() -> Help.nap());",
                                "run",
                                "parse",
                                "static void parse(JobLambda l) {}")
                        .lanes("~.Help#nap() = blocking\n"),
                stageMethod(
                        "enqueueing waits for the store", TRN311, "jobs.§;", "delete(UUID.randomUUID())", "toString()"),
                Twin.of(
                        "a stage that JobRunr would drop is not enqueued",
                        TRN801,
                        "class T extends Base { void start() { jobs.enqueue(() -> §()); } void ship() {"
                                + " Facade.await(() -> shipAsync()); } CompletionStage<Void> shipAsync() { return"
                                + " Stages.done(); } }",
                        "shipAsync",
                        "ship"));
    }

    private static List<Twin> completed() {
        return List.of(
                statement(
                        "allOf completes its futures",
                        TRN101,
                        "CompletableFuture.allOf(one, two).thenApply(v -> §.join())",
                        "other",
                        "one"),
                Twin.of(
                        "also those in variables",
                        TRN101,
                        "class T extends Base { void a(CompletableFuture<String> a, CompletableFuture<String> b) {"
                                + " CompletableFuture.allOf(§).thenApply(v -> a.join()); } }",
                        "b",
                        "a"),
                Twin.of(
                        "also those in a list",
                        TRN101,
                        "class T extends Base { void a(List<CompletableFuture<String>> a, List<CompletableFuture<String>>"
                                + " b) { CompletableFuture.allOf(a.toArray(new CompletableFuture[0])).thenApply(v ->"
                                + " §.stream().map(CompletableFuture::join).toList()); } }",
                        "b",
                        "a"),
                statement(
                        "anyOf completes one of them",
                        TRN101,
                        "CompletableFuture.§(one, two).thenApply(v -> one.join())",
                        "anyOf",
                        "allOf"),
                statement(
                        "a continuation may read what it continues",
                        TRN101,
                        "§.whenComplete((v, t) -> one.join())",
                        "two",
                        "one"),
                stageMethod("isDone is a guard", TRN101, "if (§.isDone()) { one.join(); }", "two", "one"),
                stageMethod(
                        "also where it leaves",
                        TRN101,
                        "if (!§.isDone()) { return stage; } one.join();",
                        "two",
                        "one"));
    }

    private static List<Twin> libraries() {
        return List.of(
                stageMethod(
                        "a repository's query waits, one that yields a future does not",
                        TRN303,
                        "Object o = orders.§(\"\");",
                        "findByName",
                        "findOneByName"),
                stageMethod(
                        "an inherited repository method waits", TRN303, "orders.§;", "deleteById(1L)", "hashCode()"),
                statement(
                        "a repository by method reference waits",
                        TRN303,
                        "Stages.map(Stages.ok(new Order()), §)",
                        "orders::save",
                        "o -> o"),
                stageMethod(
                        "HttpClient.send waits, sendAsync does not",
                        TRN205,
                        "Object o = http.§(request, HttpResponse.BodyHandlers.ofString());",
                        "send",
                        "sendAsync"),
                stageMethod("Files waits", TRN202, "Path p = null; §;", "Files.readString(p)", "p.getFileName()"),
                stageMethod("File waits", TRN201, "new File(\"\").§;", "exists()", "getName()"),
                statement(
                        "a constructor by reference waits",
                        TRN201,
                        "Stages.map(Stages.ok(\"\"), §::new)",
                        "FileInputStream",
                        "StringReader"),
                stageMethod("a socket connects", TRN203, "new Socket(§).isClosed();", "\"h\", 1", ""));
    }

    private static List<Twin> stages() {
        return List.of(
                stageMethod(
                        "a stage that is dropped is lost, one that is observed is not",
                        TRN401,
                        "Stages.done().§;",
                        "thenRun(() -> Help.nop())",
                        "whenComplete((v, t) -> Help.nop())"),
                stageMethod(
                        "a stage dropped by a lambda is lost",
                        TRN401,
                        "List.of(1L).forEach(i -> §(i));",
                        "sendAsync",
                        "note",
                        "CompletionStage<Void> sendAsync(long i) { return Stages.done(); } void note(long i) {}"),
                stageMethod(
                        "a stage dropped by a method reference is lost",
                        TRN401,
                        "List.of(1L).§(this::sendAsync);",
                        "forEach",
                        "stream().map",
                        "CompletionStage<Void> sendAsync(long i) { return Stages.done(); }"));
    }

    /** In a method that returns a stage. */
    private static Twin stageMethod(String sentence, Rule rule, String code, String blocking, String innocent) {
        return stageMethod(sentence, rule, code, blocking, innocent, "");
    }

    private static Twin stageMethod(
            String sentence, Rule rule, String code, String blocking, String innocent, String members) {
        String template = "class T extends Base { CompletionStage<String> a() throws Exception { " + code
                + " return stage; } " + members + " static void run(Runnable r) { r.run(); } static <X> Callable<X>"
                + " supplier(X x) { return () -> x; } static <X> X here(String pool, Callable<X> c) throws Exception {"
                + " return c.call(); } static <X> X here2(Callable<X> c) throws Exception { return c.call(); } }";
        return Twin.of(sentence, rule, template, blocking, innocent);
    }

    /** In a method that is not async itself. */
    private static Twin statement(String sentence, Rule rule, String code, String blocking, String innocent) {
        return Twin.of(
                sentence,
                rule,
                "class T extends Base { void a() throws Exception { " + code + "; } }",
                blocking,
                innocent);
    }
}
