// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;

/**
 * Two classes that differ in one place.
 *
 * @param rule that must speak of the first and be silent about the second
 * @param severity of what it says
 * @param grade {@code LIKELY} for at least likely, else {@code POSSIBLE}
 * @param template a class body, with {@code §} at that place
 * @param tasks lines of {@code tasks.properties}, with the same place, and {@code ~} for the package
 */
record Twin(
        String sentence,
        Rule rule,
        Severity severity,
        Confidence grade,
        String template,
        String blocking,
        String innocent,
        String tasks) {
    /** Begins the file that holds all twins of one side. */
    private static final String HEAD = """
            package %s;
            import java.io.*;
            import java.net.*;
            import java.net.http.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            import java.util.function.*;
            import java.util.stream.*;
            import dev.turnout.runtime.async.*;
            import dev.turnout.runtime.task.AsyncTask;
            import lib.*;
            import twins.*;
            import reactor.core.publisher.*;
            import reactor.core.scheduler.Schedulers;
            import org.slf4j.MDC;
            import org.springframework.cache.annotation.*;
            import org.springframework.retry.annotation.*;
            import org.springframework.transaction.annotation.Transactional;
            import org.springframework.transaction.support.TransactionOperations;
            import org.jobrunr.jobs.annotations.*;
            import org.jobrunr.jobs.context.*;
            import org.jobrunr.jobs.lambdas.*;
            import org.jobrunr.scheduling.*;
            import org.springframework.data.repository.*;
            import org.springframework.scheduling.annotation.Async;

            """;

    /** What a twin may lean on; a copy each, so that no two twins share a place. */
    private static final String HELP = """
            class Help {
                static void nap() { try { Thread.sleep(10); } catch (InterruptedException e) { Thread.currentThread().interrupt(); } }
                static void nop() {}
                static String napS(Object o) { nap(); return ""; }
                static String nopS(Object o) { nop(); return ""; }
                static String napC() { return napS(1); }
                static void napVia() { nap1(); }
                static void nap1() { nap2(); }
                static void nap2() { nap(); }
                static void nopVia() { nop1(); }
                static void nop1() { nop(); }
            }
            class Here {
                static CompletionStage<Void> run(Runnable r) { r.run(); return Stages.done(); }
                static CompletionStage<Void> runOn(String pool, Runnable r) { r.run(); return Stages.done(); }
            }
            """;

    /**
     * One file with all {@code twins}, each in an interface of its own, {@code Twin0}, {@code Twin1}, ... A file each
     * takes a compiler twenty times as long.
     */
    static String file(String side, List<String> sources) {
        StringBuilder file = new StringBuilder(HEAD.formatted(side));
        for (int i = 0; i < sources.size(); i++) {
            file.append("interface Twin")
                    .append(i)
                    .append(" {\n")
                    .append(HELP)
                    .append(sources.get(i))
                    .append("\n}\n");
        }
        return file.toString();
    }

    static Twin of(String sentence, Rule rule, String template, String blocking, String innocent) {
        return new Twin(sentence, rule, rule.severity(), Confidence.LIKELY, template, blocking, innocent, "");
    }

    Twin lanes(String lines) {
        return new Twin(sentence, rule, severity, grade, template, blocking, innocent, lines);
    }

    /** With more members of its last class. */
    Twin members(String more) {
        String longer = template.substring(0, template.lastIndexOf('}')) + more + " }";
        return new Twin(sentence, rule, severity, grade, longer, blocking, innocent, tasks);
    }

    /** The finding is one that does not fail, because the lane or the start-up says so. */
    Twin as(Severity other) {
        return new Twin(sentence, rule, other, grade, template, blocking, innocent, tasks);
    }

    /** The finding is a guess. */
    Twin aGuess() {
        return new Twin(sentence, rule, severity, Confidence.POSSIBLE, template, blocking, innocent, tasks);
    }

    /** Whether the blocking one is found as it should be: so severe, and so sure. */
    boolean isMet(List<Violation> ofBlocking) {
        return ofBlocking.stream()
                .anyMatch(v -> v.rule() == rule
                        && v.severity() == severity
                        && (grade == Confidence.POSSIBLE
                                ? v.confidence() == Confidence.POSSIBLE
                                : v.confidence() != Confidence.POSSIBLE));
    }

    /** Whether nothing of the innocent one fails, and its rule is silent. */
    boolean isLeftAlone(List<Violation> ofInnocent) {
        return ofInnocent.stream().noneMatch(Violation::fails)
                && ofInnocent.stream().noneMatch(v -> v.rule() == rule && isAsSure(v) && isAsSevere(v));
    }

    private boolean isAsSure(Violation violation) {
        return violation.confidence() != Confidence.POSSIBLE || grade == Confidence.POSSIBLE;
    }

    private boolean isAsSevere(Violation violation) {
        return violation.severity().compareTo(severity) <= 0;
    }

    String blockingSource() {
        return template.replace("§", blocking);
    }

    String innocentSource() {
        return template.replace("§", innocent);
    }

    /** @param name of the interface around it */
    String blockingTasks(String name) {
        return tasks.replace("~.", name + "$").replace("§", blocking);
    }

    String innocentTasks(String name) {
        return tasks.replace("~.", name + "$").replace("§", innocent);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
