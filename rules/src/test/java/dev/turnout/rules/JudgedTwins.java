// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN401;

import java.util.List;
import java.util.stream.Stream;

/** What readers of findings in released jars have called untrue, beside what is as they were told. */
final class JudgedTwins {
    private JudgedTwins() {}

    static List<Twin> all() {
        return Stream.of(lost(), dispatch()).flatMap(List::stream).toList();
    }

    private static List<Twin> lost() {
        return List.of(
                Twin.of(
                        "a side callback on a stage that is returned is a guess, on one that is not it is none",
                        TRN401,
                        """
                        class A {
                            CompletableFuture<Void> start() { return CompletableFuture.runAsync(Help::nop, e); }
                            CompletableFuture<Void> other = new CompletableFuture<>();
                            Executor e;
                            CompletableFuture<Void> a() {
                                CompletableFuture<Void> it = start();
                                it.thenRun(Help::nop);
                                return §;
                            }
                        }
                        """,
                        "other",
                        "it"),
                Twin.of("a callback behind a recovery is a guess", TRN401, """
                        class A {
                            CompletableFuture<String> start() { return CompletableFuture.supplyAsync(() -> "", e); }
                            CompletableFuture<String> result = new CompletableFuture<>();
                            Executor e;
                            CompletableFuture<String> a() {
                                start().§(x -> { result.complete("" + x); return ""; }).thenAccept(result::complete);
                                return result;
                            }
                        }
                        """, "thenApply", "exceptionally"),
                Twin.of(
                        "a task that hands on all its failures is a guess",
                        TRN401,
                        """
                        class A {
                            Executor e;
                            CompletableFuture<String> a() {
                                CompletableFuture<String> result = new CompletableFuture<>();
                                CompletableFuture.runAsync(() -> {
                                    try {
                                        result.complete(Help.nopS(this));
                                    } catch (§ x) {
                                        result.completeExceptionally(x);
                                    }
                                }, e);
                                return result;
                            }
                        }
                        """,
                        "IllegalStateException",
                        "Throwable"),
                Twin.of("a method that looks itself at how its stage ends is a guess", TRN401, """
                        class A {
                            Executor e;
                            CompletableFuture<Void> result = new CompletableFuture<>();
                            CompletableFuture<Void> begin() {
                                CompletableFuture<Void> it = CompletableFuture.runAsync(Help::nop, e);
                                §.whenComplete((v, x) -> Help.nop());
                                return it;
                            }
                            CompletableFuture<Void> a() {
                                begin();
                                return result;
                            }
                        }
                        """, "result", "it"),
                Twin.of(
                        "a callback on a stage that others complete is a guess",
                        TRN401,
                        """
                        class A {
                            Executor e;
                            Map<String, CompletableFuture<String>> open = new ConcurrentHashMap<>();
                            CompletableFuture<String> result = new CompletableFuture<>();
                            CompletableFuture<String> a() {
                                §.thenAccept(result::complete);
                                return result;
                            }
                        }
                        """,
                        "CompletableFuture.supplyAsync(() -> \"\", e)",
                        "open.computeIfAbsent(\"\", k -> new CompletableFuture<>())"));
    }

    private static List<Twin> dispatch() {
        return List.of(
                Twin.of("two implementations are likely where both wait", TRN104, """
                        interface Store { void load(); }
                        static class One implements Store { public void load() { Help.nap(); } }
                        static class Two implements Store { public void load() { Help.§(); } }
                        class A {
                            Store store(boolean one) { return one ? new One() : new Two(); }
                            CompletionStage<Void> a(Store store) {
                                store.load();
                                return Stages.done();
                            }
                        }
                        """, "nap", "nop"),
                Twin.of("the one object that is put into a final field decides", TRN104, """
                        interface Store { void load(); }
                        static class Db implements Store { public void load() { Help.nap(); } }
                        static class Mem implements Store { public void load() { Help.nop(); } }
                        class A {
                            Object[] made = {new Db(), new Mem()};
                            final Store store;
                            A() { store = new §(); }
                            CompletionStage<Void> a() {
                                store.load();
                                return Stages.done();
                            }
                        }
                        """, "Db", "Mem"),
                Twin.of("the constant of an enum decides", TRN104, """
                        enum Kind {
                            DB { void go() { Help.nap(); } },
                            MEM { void go() { Help.nop(); } };
                            abstract void go();
                        }
                        class A {
                            CompletionStage<Void> a() {
                                Kind.§.go();
                                return Stages.done();
                            }
                        }
                        """, "DB", "MEM"),
                Twin.of("a future that is made done is read at once", TRN101, """
                        class A {
                            Executor e;
                            CompletableFuture<String> done() { return CompletableFuture.completedFuture(""); }
                            CompletableFuture<String> open() { return CompletableFuture.supplyAsync(() -> "", e); }
                            CompletionStage<String> a() { return Stages.ok(§().join()); }
                        }
                        """, "open", "done"),
                Twin.of(
                        "a chain that begins in an offloaded function is offloaded with it",
                        TRN104,
                        """
                        class A {
                            Object kept; void a(Mono<String> all) {
                                kept = all.publishOn(Schedulers.§())
                                        .flatMap(one -> Mono.just(one).map(x -> Help.napS(x)));
                            }
                        }
                        """,
                        "parallel",
                        "boundedElastic"));
    }
}
