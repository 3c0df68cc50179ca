// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each way that a thread can take, with each kind of wait at its end; and each boundary with each kind behind it. */
final class ShapeTwins {
    private ShapeTwins() {}

    /** A wait, and what stands in its place where nothing waits. */
    private record End(Rule rule, String waiting, String none) {}

    private static final List<End> ENDS = List.of(
            new End(Rule.TRN101, "Ends.one.join()", "Ends.one.isDone()"),
            new End(Rule.TRN104, "Help.nap()", "Help.nop()"),
            new End(Rule.TRN105, "LockSupport.park()", "LockSupport.setCurrentBlocker(null)"),
            new End(Rule.TRN106, "Ends.permits.acquireUninterruptibly()", "Ends.permits.release()"),
            new End(Rule.TRN201, "Ends.file.exists()", "Ends.file.getName()"),
            new End(Rule.TRN202, "Files.exists(Ends.path)", "Objects.isNull(Ends.path)"),
            new End(Rule.TRN303, "Ends.orders.deleteById(1L)", "Ends.orders.equals(1L)"),
            new End(Rule.TRN311, "Ends.jobs.delete(Ends.id)", "Ends.jobs.equals(Ends.id)"),
            new End(Rule.TRN401, "Ends.sendAsync()", "Ends.send()"));

    static List<Twin> all() {
        List<Twin> all = new ArrayList<>();
        ways().forEach((name, template) -> ENDS.forEach(
                end -> all.add(Twin.of(name + ": " + end.rule(), end.rule(), template, end.waiting(), end.none()))));
        boundaries()
                .forEach((name, boundary) -> ENDS.stream()
                        .filter(end -> end.rule() != Rule.TRN401)
                        .forEach(end -> all.add(Twin.of(
                                name + ": " + end.rule(),
                                end.rule(),
                                method(boundary.template().replace("$", end.waiting())),
                                boundary.here(),
                                boundary.there()))));
        return all;
    }

    private record Boundary(String template, String here, String there) {}

    /** {@code $} is the wait. */
    private static Map<String, Boundary> boundaries() {
        return new TreeMap<>(Map.of(
                "an offload", new Boundary("kept = §(() -> $)", "Here.run", "Blocking.run"),
                "an offload by name", new Boundary("kept = §(\"db\", () -> $)", "Here.runOn", "Blocking.runOn"),
                "an executor", new Boundary("o = §(() -> $)", "Here.run", "pool.submit"),
                "a thread", new Boundary("o = §(() -> { $; })", "Here.run", "new Thread"),
                "an executor of a continuation",
                        new Boundary("kept = one.thenRunAsync(() -> $, §)", "Runnable::run", "pool"),
                "runAsync", new Boundary("kept = CompletableFuture.runAsync(() -> $§)", "", ", pool")));
    }

    private static Map<String, String> ways() {
        Map<String, String> all = new TreeMap<>();
        all.put("directly", method("§"));
        all.put("one call away", method("b()", "void b() { §; }"));
        all.put("two calls away", method("b()", "void b() { c(); } void c() { §; }"));
        all.put(
                "five calls away",
                method(
                        "b()",
                        "void b() { c(); } void c() { d(); } void d() { e(); } void e() { f(); } void f() { §; }"));
        all.put("in a static helper", method("A.b()") + " class A { static void b() { §; } }");
        all.put("in a constructor", method("new A()") + " class A { A() { §; } }");
        all.put("in an initialiser of an object", method("new A()") + " class A { { §; } }");
        all.put(
                "by super",
                method("new B().b()") + " class A { void b() { §; } } class B extends A { void b() { super.b(); } }");
        all.put("in an inner class", method("new A().b()", "class A { void b() { §; } }"));
        all.put("in a record", method("new A(1).b()") + " record A(int i) { void b() { §; } }");
        all.put("in an enum", method("A.X.b()") + " enum A { X { void b() { §; } }; abstract void b(); }");
        all.put(
                "through an interface",
                method("step.b()", "A step;")
                        + " interface A { void b(); } class B implements A { public void b() { §; } }");
        all.put(
                "through an abstract class",
                method("step.b()", "A step;")
                        + " abstract class A { abstract void b(); } class B extends A { void b() { §; } }");
        all.put(
                "through a default method",
                method("step.b()", "A step;") + " interface A { default void b() { §; } } class B implements A {}");
        all.put(
                "through a generic bridge",
                method("step.b(\"\")", "A<String> step;")
                        + " interface A<X> { void b(X x); } class B implements A<String> { public void b(String s) { §; } }");
        all.put(
                "through two implementations",
                method("step.b()", "A step;")
                        + " interface A { void b(); } class B implements A { public void b() { §; } } class C implements A { public void b() { §; } }");
        all.put(
                "through the one that is made",
                method("step.b()", "A step = new B();")
                        + " interface A { void b(); } class B implements A { public void b() { §; } } class C implements A { public void b() {} } class D implements A { public void b() {} } class E implements A { public void b() {} }");
        all.put("in a circle", method("b(3)", "void b(int n) { c(n); } void c(int n) { if (n > 0) b(n - 1); §; }"));
        all.put("in a loop", method("for (int i = 0; i < 3; i++) { §; }"));
        all.put("in catch", method("try { Help.nop(); } catch (RuntimeException e) { §; }"));
        all.put("in finally", method("try { Help.nop(); } finally { §; }"));
        all.put("in an arm of a switch", method("switch (hashCode()) { case 1 -> §; default -> Help.nop(); }"));
        all.put("in thenAccept", statement("one.thenAccept(v -> §)"));
        all.put("in thenRun", statement("one.thenRun(() -> §)"));
        all.put("in whenComplete", statement("one.whenComplete((v, t) -> §)"));
        all.put("in exceptionally", statement("one.exceptionally(t -> { §; return t.toString(); })"));
        all.put("in thenCombine", statement("one.thenCombine(two, (a, b) -> { §; return a; })"));
        all.put("in thenCompose", statement("one.thenCompose(v -> { §; return two; })"));
        all.put("in a lambda of a variable", method("Runnable r = () -> §; kept = one.thenRun(r)"));
        all.put(
                "in an arm of a conditional",
                method("Runnable r = o == null ? () -> Help.nop() : () -> §; kept = one.thenRun(r)"));
        all.put("in an anonymous class", statement("one.thenRun(new Runnable() { public void run() { §; } })"));
        all.put("by a method reference", method("kept = one.thenRun(this::b)", "void b() { §; }"));
        all.put("by a static reference", method("kept = one.thenRun(T::b)", "static void b() { §; }"));
        all.put("in a lambda in a continuation", statement("one.thenAccept(v -> Optional.of(v).ifPresent(x -> §))"));
        all.put("in a stream", method("List.of(1).stream().forEach(i -> §)"));
        all.put("in forEach of a map", method("Map.of(1, 2).forEach((k, v) -> §)"));
        all.put("in a method of one's own that runs it", method("b(() -> §)", "void b(Runnable r) { r.run(); }"));
        all.put(
                "in one that hands it on",
                method("b(() -> §)", "void b(Runnable r) { c(r); } void c(Runnable r) { r.run(); }"));
        all.put(
                "among several functions",
                method(
                        "b(() -> Help.nop(), () -> §)",
                        "void b(Runnable... all) { for (Runnable r : all) { r.run(); } }"));
        all.put("in a loop of stages", statement("Stages.loop(() -> { §; return Stages.ok(false); })"));
        all.put("in what goes on", statement("Stages.then(stage, v -> { §; return Stages.ok(v); })"));
        all.put("in what catches", statement("Stages.lastlyRun(stage, () -> §)"));
        all.put(
                "in a twin",
                "class T extends Base { @AsyncTask CompletionStage<Void> aAsync() { §; return Stages.done(); } }");
        all.put("in a job", "class T extends Base { @Job void a() { §; } }");
        all.put(
                "in an enqueued method",
                "class T extends Base { void a() { §; } void b() { jobs.enqueue(() -> a()); } }");
        return all;
    }

    private static String method(String code) {
        return method(code, "");
    }

    private static String method(String code, String members) {
        return "class T extends Base { CompletionStage<String> a() { " + code + "; return stage; } " + members + " }";
    }

    private static String statement(String code) {
        return "class T extends Base { void a() { kept = " + code + "; } }";
    }
}
