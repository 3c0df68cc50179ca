// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN203;
import static dev.turnout.rules.Rule.TRN401;
import static dev.turnout.rules.Rule.TRN402;
import static dev.turnout.rules.Rule.TRN704;

import java.util.List;
import java.util.stream.Stream;

/** What fails a check, beside what is told as a guess because nobody can say that it happens. */
final class GateTwins {
    private GateTwins() {}

    static List<Twin> all() {
        return Stream.of(ways(), threads(), stages()).flatMap(List::stream).toList();
    }

    private static List<Twin> ways() {
        return List.of(
                Twin.of("a wait more than six steps away is a guess", TRN104, """
                        class A {
                            void s0() { s1(); }
                            void s1() { s2(); }
                            void s2() { s3(); }
                            void s3() { s4(); }
                            void s4() { s5(); }
                            void s5() { Help.nap(); }
                            CompletionStage<Void> a() {
                                §();
                                return Stages.done();
                            }
                        }
                        """, "s1", "s0"),
                Twin.of("helpers of one class are no steps", TRN104, """
                        class A {
                            § void s0() { s1(); }
                            § void s1() { s2(); }
                            § void s2() { s3(); }
                            § void s3() { s4(); }
                            § void s4() { s5(); }
                            § void s5() { Help.nap(); }
                            CompletionStage<Void> a() {
                                s0();
                                return Stages.done();
                            }
                        }
                        """, "private", "protected"),
                Twin.of("a task is followed further", TRN104, """
                        class A {
                            void s0() { s1(); }
                            void s1() { s2(); }
                            void s2() { s3(); }
                            void s3() { s4(); }
                            void s4() { s5(); }
                            void s5() { Help.nap(); }
                            § CompletionStage<Void> aAsync() {
                                s0();
                                return Stages.done();
                            }
                        }
                        """, "@AsyncTask", ""),
                Twin.of("an object does not run what its class overrides", TRN104, """
                        abstract static class S { void send() { go(); } abstract void go(); }
                        static class Q extends S { void go() { Help.nap(); } }
                        static class F extends S { void go() { Help.nop(); } }
                        class A extends § {
                            Object made = new Q();
                            CompletionStage<Void> a() {
                                send();
                                return Stages.done();
                            }
                        }
                        """, "Q", "F"),
                Twin.of("an implementation that only others make is one too", TRN104, """
                        interface Store { void load(); }
                        static class One implements Store { public void load() { Help.nap(); } }
                        static class Two implements Store { public void load() { Help.nap(); } }
                        static class Other implements Store { public void load() { Help.§(); } }
                        class A {
                            Object[] made = {new One(), new Two()};
                            CompletionStage<Void> a(Store store) {
                                store.load();
                                return Stages.done();
                            }
                        }
                        """, "nap", "nop"),
                Twin.of("a class is not all that a function may be", TRN104, """
                        interface Fn { String get(); }
                        static class Slow implements Fn { public String get() { return Help.napC(); } }
                        class A {
                            Fn[] made = {new Slow(), §};
                            Fn fn;
                            CompletionStage<String> a() { return Stages.ok(fn.get()); }
                        }
                        """, "null", "() -> \"\""),
                Twin.of("a lock is held over a wait if all that is called waits", TRN704, """
                        interface Store { void load(); }
                        static class One implements Store { public void load() { Help.nap(); } }
                        static class Two implements Store { public void load() { Help.§(); } }
                        class A {
                            Object[] made = {new One(), new Two()};
                            Store store;
                            CompletionStage<Void> a() {
                                synchronized (made) { store.load(); }
                                return Stages.done();
                            }
                        }
                        """, "nap", "nop"));
    }

    private static List<Twin> threads() {
        return List.of(
                Twin.of("a hidden method that an executor alone runs may wait", TRN104, """
                        class A {
                            private static class Work {
                                CompletionStage<Void> go() {
                                    Help.nap();
                                    return Stages.done();
                                }
                            }
                            ExecutorService pool;
                            void run(Runnable work) { work.run(); }
                            void a(Object work) { §(() -> ((Work) work).go()); }
                        }
                        """, "run", "pool.execute"),
                Twin.of("so may a method that its package alone can call", TRN104, """
                        class A {
                            CompletionStage<Void> go() {
                                Help.nap();
                                return Stages.done();
                            }
                            ExecutorService pool;
                            void run(Runnable work) { work.run(); }
                            void a() { §(() -> go()); }
                        }
                        """, "run", "pool.execute"),
                Twin.of("so may one that a worker takes out of a queue", TRN104, """
                        class A {
                            abstract static class Task { abstract void go(); }
                            private static class Flush extends Task {
                                void go() { flush(); }
                                CompletionStage<Void> flush() {
                                    Help.nap();
                                    return Stages.done();
                                }
                            }
                            ExecutorService pool;
                            Queue<Task> tasks;
                            private void run() { tasks.poll().go(); }
                            void now(Runnable work) { work.run(); }
                            void a() {
                                tasks.add(new Flush());
                                §(this::run);
                            }
                        }
                        """, "now", "pool.execute"),
                Twin.of(
                        "a scheduler that is kept has the threads it was made with",
                        TRN104,
                        """
                        class A {
                            final reactor.core.scheduler.Scheduler kept = Schedulers.§();
                            Object mono;
                            void a(Mono<String> all) { mono = all.publishOn(kept).map(x -> Help.napS(x)); }
                        }
                        """,
                        "parallel",
                        "boundedElastic"),
                Twin.of("a function that dresses a chain does not end it", TRN104, """
                        class A {
                            Function<Mono<String>, Mono<String>> dress;
                            Object kept;
                            void a() {
                                Mono<String> mono = Mono.fromCallable(() -> Help.napC());
                                mono = dress.apply(mono);
                                kept = mono.subscribeOn(Schedulers.§());
                            }
                        }
                        """, "parallel", "boundedElastic"),
                Twin.of(
                        "an event loop that is made for work may wait",
                        TRN104,
                        """
                        static class Loop implements io.netty.util.concurrent.EventExecutorGroup {
                            Executor e;
                            public void execute(Runnable task) { e.execute(task); }
                        }
                        class A {
                            final io.netty.util.concurrent.EventExecutorGroup loop = new §();
                            void a() { loop.execute(Help::nap); }
                        }
                        """,
                        "Loop",
                        "io.netty.util.concurrent.DefaultEventExecutor"),
                Twin.of("what is handed over, or run where it may wait, is a guess", TRN104, """
                        interface Pool { Future<String> §(Callable<String> task); }
                        class A {
                            Pool pool;
                            boolean there;
                            void go(Callable<String> task) throws Exception {
                                if (there) {
                                    task.call();
                                } else {
                                    pool.§(() -> task.call());
                                }
                            }
                            CompletionStage<String> a() throws Exception {
                                go(() -> Help.napC());
                                return Stages.ok("");
                            }
                        }
                        """, "count", "submit"),
                Twin.of("what is run here in both ways is no guess", TRN104, """
                        class A {
                            ExecutorService pool;
                            boolean there;
                            String execute(Callable<String> task) throws Exception { return task.call(); }
                            void go(Callable<String> task) throws Exception {
                                if (there) {
                                    task.call();
                                } else {
                                    §(() -> task.call());
                                }
                            }
                            CompletionStage<String> a() throws Exception {
                                go(() -> Help.napC());
                                return Stages.ok("");
                            }
                        }
                        """, "execute", "pool.submit"),
                Twin.of("a socket without a place to go to is not connected", TRN203, """
                        class A {
                            CompletionStage<Void> a() throws IOException {
                                javax.net.SocketFactory.getDefault().createSocket(§);
                                return Stages.done();
                            }
                        }
                        """, "\"localhost\", 1", ""));
    }

    private static List<Twin> stages() {
        return List.of(
                Twin.of("a done future of a class in scope is not looked into", TRN101, """
                        static class Own extends CompletableFuture<String> {
                            public String get() { return new CompletableFuture<String>().join(); }
                        }
                        class A {
                            CompletionStage<Void> a(Own it, Own other) { return it.thenRun(() -> §.get()); }
                        }
                        """, "other", "it"),
                Twin.of(
                        "a nested stage that is joined is one no longer",
                        TRN402,
                        """
                        class A {
                            Executor e;
                            Object kept;
                            CompletableFuture<String> start() { return CompletableFuture.supplyAsync(() -> "", e); }
                            void a() { kept = CompletableFuture.supplyAsync(() -> start(), e).§; }
                        }
                        """,
                        "toCompletableFuture()",
                        "join()"),
                Twin.of("a command of a batch ends with the batch", TRN401, """
                        interface Batch {
                            CompletableFuture<String> put(String key);
                            CompletableFuture<Void> execute();
                            CompletableFuture<Void> other();
                        }
                        class A {
                            Batch createBatch() { return null; }
                            CompletionStage<Void> a() {
                                Batch batch = createBatch();
                                batch.put("");
                                return batch.§();
                            }
                        }
                        """, "other", "execute"),
                Twin.of("a callback on an event starts nothing", TRN401, """
                        interface Server { CompletableFuture<Void> §(); }
                        class A {
                            Server server;
                            CompletionStage<Void> a() {
                                server.§().thenRun(Help::nop);
                                return Stages.done();
                            }
                        }
                        """, "start", "whenClosed"),
                Twin.of("a promise that is put away has a holder", TRN401, """
                        class A {
                            List<CompletableFuture<String>> all;
                            CompletableFuture<String> promise() {
                                CompletableFuture<String> promise = new CompletableFuture<>();
                                all.§(promise);
                                return promise;
                            }
                            CompletableFuture<String> when() { return promise(); }
                            CompletionStage<Void> a() {
                                when().thenAccept(Help::nopS);
                                return Stages.done();
                            }
                        }
                        """, "contains", "add"));
    }
}
