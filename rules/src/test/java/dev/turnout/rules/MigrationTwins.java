// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN201;
import static dev.turnout.rules.Rule.TRN202;
import static dev.turnout.rules.Rule.TRN203;
import static dev.turnout.rules.Rule.TRN205;
import static dev.turnout.rules.Rule.TRN303;
import static dev.turnout.rules.Rule.TRN311;
import static dev.turnout.rules.Rule.TRN401;
import static dev.turnout.rules.Rule.TRN407;
import static dev.turnout.rules.Rule.TRN801;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;
import java.util.stream.Stream;

/** The corpus' second half: what a migration brings along. */
final class MigrationTwins {
    private MigrationTwins() {}

    static List<Twin> all() {
        return Stream.of(stages(), facades(), tasks(), completed(), libraries())
                .flatMap(List::stream)
                .toList();
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
                                "class T extends Base { @Job void ship() { Help.nap(); kept = stage.thenRun(() -> §); } }",
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
                        "also by a helper",
                        TRN101,
                        "o = ready(§) ? one.join() : \"\";",
                        "two",
                        "one",
                        "static boolean ready(CompletableFuture<?> f) { return f != null && f.isDone(); }"),
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
                        "o = orders.§(\"\");",
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
                        "o = http.§(request, HttpResponse.BodyHandlers.ofString());",
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
                        "CompletionStage<?> sendAsync(long i) { return Blocking.call(() -> i); } void note(long i) {}"),
                stageMethod(
                        "a stage dropped by a method reference is lost",
                        TRN401,
                        "List.of(1L).§(this::sendAsync);",
                        "forEach",
                        "stream().map",
                        "CompletionStage<?> sendAsync(long i) { return Blocking.call(() -> i); }"));
    }
}
