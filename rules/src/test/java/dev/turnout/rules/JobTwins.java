// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN401;
import static dev.turnout.rules.Rule.TRN408;
import static dev.turnout.rules.Rule.TRN409;
import static dev.turnout.rules.Rule.TRN410;
import static dev.turnout.rules.Rule.TRN501;
import static dev.turnout.rules.Rule.TRN602;
import static dev.turnout.rules.Rule.TRN704;
import static dev.turnout.rules.Rule.TRN802;
import static dev.turnout.rules.Rule.TRN803;
import static dev.turnout.rules.Rule.TRN804;
import static dev.turnout.rules.RuleTwins.ASYNC_TOO;
import static dev.turnout.rules.RuleTwins.type;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;

/** Twins for what a job is and has: its task, resources, thread-locals, lane and exemptions. */
final class JobTwins {
    private JobTwins() {}

    static List<Twin> tasks() {
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

    static List<Twin> resources() {
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

    static List<Twin> threadLocals() {
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

    static List<Twin> jobs() {
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

    static List<Twin> exemptions() {
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

    static List<Twin> profiles() {
        String lane =
                "class T extends Base { @Job void ship() { § } CompletionStage<?> shipAsync() { return Blocking.call(() -> 1); } }";
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
}
