// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Twins.NAP;
import static dev.turnout.rules.Twins.NOP;
import static dev.turnout.rules.Twins.stageMethod;
import static dev.turnout.rules.Twins.statement;

import java.util.List;
import java.util.stream.Stream;

/** What is seen in the code of a library on the class path, which no row speaks of, and what libraries call. */
final class LibraryTwins {
    private LibraryTwins() {}

    static List<Twin> all() {
        return Stream.of(bodies(), callbacks(), contexts())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twin> callbacks() {
        String step =
                " class Step { final Supplier<String> s; Step(Supplier<String> s) { this.s = s; } Supplier<String>"
                        + " function() { return s; } }";
        return List.of(
                stageMethod(
                        "a function that a field keeps is called",
                        TRN104,
                        "step.s.get();",
                        "Help.napS(1)",
                        "Help.nopS(1)",
                        step + " Step step = new Step(() -> §);"),
                stageMethod(
                        "and one that a method answers with",
                        TRN104,
                        "step.function().get();",
                        "Help.napS(1)",
                        "Help.nopS(1)",
                        step + " Step step = new Step(() -> §);"),
                stageMethod(
                                "a library calls the object that it is given",
                                TRN104,
                                "lib.Parser.parse(resolver);",
                                "Help.napS(1)",
                                "Help.nopS(1)",
                                " class R implements lib.Parser.Resolver { public String resolve() { return §; } }"
                                        + " lib.Parser.Resolver resolver = new R();")
                        .aGuess(),
                stageMethod(
                                "the JDK calls the stream that it is given",
                                TRN104,
                                "new java.util.Properties().store(make(), \"\");",
                                NAP,
                                NOP,
                                " java.io.OutputStream make() { return new java.io.ByteArrayOutputStream() { public void"
                                        + " write(byte[] b, int from, int size) { §; } }; }")
                        .aGuess(),
                stageMethod(
                                "somebody closes what is given to be closed",
                                TRN104,
                                "closeAll(one, two);",
                                NAP,
                                NOP,
                                " class C implements AutoCloseable { public void close() { §; } } C one = new C(); C two = new"
                                        + " C(); static void closeAll(AutoCloseable... all) throws Exception { for (AutoCloseable"
                                        + " c : all) { c.close(); } }")
                        .aGuess());
    }

    private static List<Twin> contexts() {
        return List.of(
                statement(
                        "what a future of Vert.x calls back is a continuation",
                        TRN104,
                        "io.vertx.core.Future.now().onSuccess(v -> §)",
                        NAP,
                        NOP),
                stageMethod(
                        "what a timer measures runs at once",
                        TRN104,
                        "o = io.micrometer.core.instrument.Timer.now().record(() -> Help.§(1));",
                        "napS",
                        "nopS"),
                statement(
                        "the callback of a producer runs on its own I/O thread",
                        TRN104,
                        "new org.apache.kafka.clients.producer.Producer().send(o, r -> §)",
                        NAP,
                        NOP),
                stageMethod(
                        "the loader of a cache runs at once",
                        TRN104,
                        "o = com.github.benmanes.caffeine.cache.Cache.now().get(\"\", k -> Help.§(k));",
                        "napS",
                        "nopS"));
    }

    private static List<Twin> bodies() {
        String remote = "new lib.Remote().§;";
        return List.of(
                stageMethod("a library's method waits on each way", TRN104, remote, "fetch()", "peek()"),
                stageMethod("through what it calls", TRN104, remote, "fetchVia()", "peekVia()"),
                stageMethod("in both arms", TRN104, remote, "either(1)", "sometimes(1)"),
                stageMethod("past a check that throws", TRN104, remote, "checked(1)", "skipped(0)"),
                stageMethod("in a switch", TRN104, remote, "each(1)", "some(1)"),
                stageMethod("not behind an interface", TRN104, remote, "toMe()", "toSomebody(() -> {})"),
                stageMethod(
                        "not where it answers with a future", TRN104, "o = new lib.Remote().§;", "text()", "later()"));
    }
}
