// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/**
 * Two classes that differ in one place.
 *
 * @param rule that must speak of the first and be silent about the second
 * @param template a class body, with {@code §} at that place
 * @param tasks lines of {@code tasks.properties}, with the same place, and {@code ~} for the package
 */
record Twin(String sentence, Rule rule, String template, String blocking, String innocent, String tasks) {
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
            import org.jobrunr.jobs.annotations.*;
            import org.jobrunr.jobs.lambdas.*;
            import org.jobrunr.scheduling.*;
            import org.springframework.data.repository.*;
            import org.springframework.scheduling.annotation.Async;

            class Order {}
            interface Orders extends CrudRepository<Order, Long> {
                List<Order> findByName(String name);
                CompletableFuture<Order> findOneByName(String name);
            }
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
            abstract class Base {
                CompletionStage<String> stage;
                CompletableFuture<String> other;
                CompletableFuture<String> one;
                CompletableFuture<String> two;
                Orders orders;
                HttpClient http;
                HttpRequest request;
                Executor executor;
                ExecutorService pool;
                JobScheduler jobs;
                Client client;
            }
            """;

    static Twin of(String sentence, Rule rule, String template, String blocking, String innocent) {
        return new Twin(sentence, rule, template, blocking, innocent, "");
    }

    Twin lanes(String lines) {
        return new Twin(sentence, rule, template, blocking, innocent, lines);
    }

    String blockingSource(String name) {
        return HEAD.formatted(name) + template.replace("§", blocking);
    }

    String innocentSource(String name) {
        return HEAD.formatted(name) + template.replace("§", innocent);
    }

    String blockingTasks(String name) {
        return tasks.replace("~", name).replace("§", blocking);
    }

    String innocentTasks(String name) {
        return tasks.replace("~", name).replace("§", innocent);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
