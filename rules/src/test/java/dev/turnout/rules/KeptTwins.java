// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;

import java.util.List;
import java.util.stream.Stream;

/** Twins for functions that are kept and called later. */
final class KeptTwins {
    private KeptTwins() {}

    static List<Twin> all() {
        return Stream.of(fields(), many(), own()).flatMap(List::stream).toList();
    }

    private static List<Twin> fields() {
        return List.of(
                Twin.of("the function in a field is called", TRN104, """
                        class A {
                            final Runnable task = () -> §;
                            CompletionStage<Void> a() { task.run(); return Stages.done(); }
                        }
                        """, NAP, NOP),
                Twin.of("a method reference in a static field is a continuation", TRN104, """
                        class T extends Base {
                            static final Function<String, String> TASK = Help::§;
                            void a() { kept = stage.thenApply(TASK); }
                        }
                        """, "napS", "nopS"),
                Twin.of("a setter fills the field", TRN104, """
                        class A {
                            private Supplier<String> task;
                            void task(Supplier<String> given) { this.task = given; }
                            { fill(); }
                            void fill() { task(() -> Help.§(this)); }
                            CompletionStage<String> a() { return Stages.ok(task.get()); }
                        }
                        """, "napS", "nopS"),
                Twin.of("a constructor fills the field of another object", TRN104, """
                        class Use {
                            private final Runnable task;
                            Use(Runnable task) { this.task = Objects.requireNonNull(task); }
                            void go() { task.run(); }
                        }
                        class A {
                            Use use = new Use(() -> §);
                            CompletionStage<Void> a() { use.go(); return Stages.done(); }
                        }
                        """, NAP, NOP),
                Twin.of("an object in a field is a function too", TRN104, """
                        class A {
                            final Runnable task = new Runnable() { public void run() { §; } };
                            CompletionStage<Void> a() { task.run(); return Stages.done(); }
                        }
                        """, NAP, NOP),
                Twin.of("a function in a field that is offloaded may wait", TRN104, """
                        class A {
                            final Callable<String> task = Help::napC;
                            CompletionStage<String> a() throws Exception { return §(task); }
                            static CompletionStage<String> here(Callable<String> c) throws Exception {
                                return Stages.ok(c.call());
                            }
                        }
                        """, "here", "Blocking.call"),
                Twin.of("a method makes the function", TRN104, """
                        class A {
                            static Supplier<String> task() { return () -> Help.§(""); }
                            CompletionStage<String> a() { return Stages.ok(task().get()); }
                        }
                        """, "napS", "nopS"));
    }

    private static List<Twin> many() {
        return List.of(
                Twin.of("a function in a map is a guess", TRN104, """
                        class A {
                            static final Map<String, Runnable> TASKS = Map.of("", () -> §);
                            CompletionStage<Void> a() { TASKS.get("").run(); return Stages.done(); }
                        }
                        """, NAP, NOP).aGuess(),
                Twin.of("a function that is added to a list is a guess", TRN104, """
                        class A {
                            final List<Runnable> tasks = new ArrayList<>();
                            { tasks.add(() -> §); }
                            CompletionStage<Void> a() { for (Runnable task : tasks) { task.run(); } return Stages.done(); }
                        }
                        """, NAP, NOP)
                        .aGuess(),
                Twin.of("also where each is gone through", TRN104, """
                        class A {
                            final List<Runnable> tasks = new ArrayList<>();
                            { tasks.add(() -> §); }
                            CompletionStage<Void> a() { tasks.forEach(task -> task.run()); return Stages.done(); }
                        }
                        """, NAP, NOP)
                        .aGuess(),
                Twin.of("a function in an array is a guess", TRN104, """
                        class A {
                            static final Runnable[] TASKS = {() -> §};
                            CompletionStage<Void> a() { TASKS[0].run(); return Stages.done(); }
                        }
                        """, NAP, NOP)
                        .aGuess(),
                Twin.of("two functions in one field are likely where both wait", TRN104, """
                        class A {
                            private Runnable task = () -> Help.nap();
                            A() {}
                            A(boolean other) { task = () -> §; }
                            CompletionStage<Void> a() { task.run(); return Stages.done(); }
                        }
                        """, NAP, NOP),
                Twin.of("a constant of an enum keeps its function", TRN104, """
                        enum Op {
                            ONE(() -> Help.nop()), TWO(() -> §);
                            final Runnable task;
                            Op(Runnable task) { this.task = task; }
                        }
                        class A {
                            CompletionStage<Void> a() { Op.TWO.task.run(); return Stages.done(); }
                        }
                        """, NAP, NOP)
                        .aGuess());
    }

    private static List<Twin> own() {
        return List.of(
                Twin.of("a lambda is an implementation of one's own interface", TRN104, """
                        interface Step { void go(); }
                        class Steps { Step step() { return () -> §; } }
                        class A {
                            Steps made = new Steps();
                            CompletionStage<Void> a(Step step) { step.go(); return Stages.done(); }
                        }
                        """, NAP, NOP),
                Twin.of("a method reference is one too", TRN104, """
                        interface Step { String go(String s); }
                        class Steps { Step step() { return Help::§; } }
                        class A {
                            Step step;
                            CompletionStage<String> a() { return Stages.ok(step.go("")); }
                        }
                        """, "napS", "nopS"),
                Twin.of("one's own interface in a field that is filled here is that", TRN104, """
                        interface Step { void go(); }
                        class Steps { Step step() { return () -> Help.nap(); } }
                        class A {
                            final Step step = () -> §;
                            CompletionStage<Void> a() { step.go(); return Stages.done(); }
                        }
                        """, NAP, NOP));
    }
}
