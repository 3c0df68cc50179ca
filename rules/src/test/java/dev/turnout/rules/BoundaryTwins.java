// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN409;
import static dev.turnout.rules.Rule.TRN502;
import static dev.turnout.rules.Rule.TRN504;
import static dev.turnout.rules.Rule.TRN604;
import static dev.turnout.rules.RuleTwins.type;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;
import java.util.stream.Stream;

/** Twins at the boundary of what a rule speaks of. */
final class BoundaryTwins {
    private BoundaryTwins() {}

    static List<Twin> all() {
        return Stream.of(exempt(), executors(), operators(), transactions(), kept())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twin> exempt() {
        return List.of(Twin.of(
                "a method that waits and then answers is allowed to",
                TRN409,
                "class T extends Base { § CompletionStage<String> a() throws Exception { Thread.sleep(1); return Stages.ok(\"\"); } }",
                "@Deprecated",
                "@AllowBlocking(reason = \"measured\")"));
    }

    private static List<Twin> executors() {
        return List.of(
                executor(
                        "a constant that is no thread",
                        "static final Executor E = §;",
                        "E",
                        "Runnable::run",
                        "Executors.newCachedThreadPool()"),
                executor(
                        "a field that is no thread",
                        "final Executor e = §;",
                        "e",
                        "com.google.common.util.concurrent.MoreExecutors.directExecutor()",
                        "com.google.common.util.concurrent.MoreExecutors.pool()"),
                executor(
                        "a constant of an enum that is no thread",
                        "enum Direct implements Executor { D; public void execute(Runnable r) { § } }",
                        "Direct.D",
                        "r.run();",
                        "new Thread(r).start();"));
    }

    private static Twin executor(String sentence, String member, String executor, String inline, String threads) {
        return Twin.of(
                sentence,
                TRN604,
                "class T extends Base { " + member + " void a() { kept = stage.thenAcceptAsync(v -> Help.nap(), "
                        + executor + "); } }",
                inline,
                threads);
    }

    private static List<Twin> operators() {
        String mono = "Object m = Mono.fromCallable(() -> \"\")";
        return List.of(
                statement(
                        "a combinator runs on the thread that signals",
                        TRN104,
                        mono + ".zipWith(Mono.just(\"\"), (a, b) -> Help.§(a))",
                        "napS",
                        "nopS"),
                statement("what is told of each signal is so too", TRN104, mono + ".doOnEach(s -> §)", NAP, NOP),
                statement(
                        "a sink is filled by who subscribes",
                        TRN104,
                        "Object m = Mono.create(s -> Help.nap()).subscribeOn(Schedulers.§())",
                        "parallel",
                        "boundedElastic"));
    }

    private static List<Twin> transactions() {
        String propagation = "org.springframework.transaction.annotation.Propagation.";
        return List.of(
                type(
                        "a transaction that is kept away",
                        TRN504,
                        "@Transactional(propagation = " + propagation
                                + "§) void a() { jobs.enqueue(() -> Help.nop()); }",
                        "REQUIRED",
                        "NOT_SUPPORTED"),
                type(
                        "or forbidden",
                        TRN504,
                        "@Transactional(propagation = " + propagation
                                + "§) void a() { jobs.enqueue(() -> Help.nop()); }",
                        "REQUIRED",
                        "NEVER"),
                type(
                        "no transaction that a stage could outlive",
                        TRN502,
                        "@Transactional(propagation = " + propagation
                                + "§) public CompletableFuture<String> aAsync() { return other; }",
                        "REQUIRED",
                        "NOT_SUPPORTED"));
    }

    private static List<Twin> kept() {
        return List.of(stageMethod(
                "a function that is put into a map is not called yet",
                TRN104,
                "Map<String, Object> m = new HashMap<>(); o = m.§(\"\", (BiFunction<String, Object, Object>) (k, v) ->"
                        + " Help.napS(k));",
                "compute",
                "put"));
    }
}
