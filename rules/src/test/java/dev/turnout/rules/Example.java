// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Code that a rule finds, and code that does the same and that it leaves alone.
 *
 * @param bad members of a class
 * @param good members of a class
 */
record Example(Rule rule, String bad, String good) {
    private static final Path FILE = Path.of("src", "test", "resources", "examples.txt");

    private static final String HEAD = """
            package %s;
            import java.io.*;
            import java.net.*;
            import java.net.http.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.*;
            import java.util.concurrent.locks.*;
            import java.util.function.*;
            import com.mongodb.client.*;
            import dev.turnout.bridge.*;
            import dev.turnout.runtime.async.*;
            import dev.turnout.runtime.task.*;
            import jakarta.persistence.EntityManager;
            import lib.*;
            import org.apache.kafka.clients.consumer.KafkaConsumer;
            import org.jobrunr.jobs.annotations.*;
            import org.jobrunr.scheduling.*;
            import org.jobrunr.server.runner.ThreadLocalJobContext;
            import org.slf4j.*;
            import org.springframework.cache.annotation.*;
            import org.springframework.jdbc.core.JdbcTemplate;
            import org.springframework.transaction.annotation.Transactional;
            import org.springframework.web.client.RestTemplate;
            import reactor.core.publisher.*;
            import redis.clients.jedis.Jedis;
            import software.amazon.awssdk.services.s3.S3Client;
            import twins.Order;

            abstract class Base {
                static twins.Orders ends;
                twins.Orders repository;
                HttpClient http;
                Ledger ledger;
                JobScheduler jobs;
                ReentrantLock lock;
                ExecutorService workers;
                Logger log;
                CompletionStage<String> loadAsync(long id) { return Stages.ok("" + id); }
                CompletionStage<String> priceAsync(String order) { return Stages.ok(order); }
                CompletionStage<String> sendAsync(Resource file) { return Stages.ok("" + file); }
                CompletionStage<Void> mailAsync(String text) { return Blocking.run(() -> {}); }
                String legacy() { return ""; }
                public void print(long id) {}
            }
            class Ledger {
                twins.Orders repository;
                @Transactional public void book(long id) { repository.deleteById(id); }
                @Transactional public void save(Order order) { repository.save(order); }
                @Cacheable public String name(long id) { return repository.findById(id).toString(); }
            }
            """;

    /** Stand-ins for libraries that the corpus does not have: the names, and what the examples call. */
    static Map<String, String> libraries() {
        Map<String, String> all = new TreeMap<>();
        all.put(
                "jakarta.persistence.EntityManager",
                "public interface EntityManager { <T> T find(Class<T> type, Object id); }");
        all.put(
                "org.springframework.jdbc.core.JdbcTemplate",
                "public class JdbcTemplate { public int update(String sql) { return 0; } }");
        all.put(
                "org.springframework.web.client.RestTemplate",
                "public class RestTemplate { public <T> T getForObject(String url, Class<T> type) { return null; } }");
        all.put("redis.clients.jedis.Jedis", "public class Jedis { public String get(String key) { return null; } }");
        all.put(
                "com.mongodb.client.MongoCollection",
                "public interface MongoCollection { Object insertOne(Object o); }");
        all.put(
                "software.amazon.awssdk.services.s3.S3Client",
                "public interface S3Client { Object putObject(Object request); }");
        all.put(
                "org.apache.kafka.clients.consumer.KafkaConsumer",
                "public class KafkaConsumer { public Object poll(java.time.Duration time) { return null; } }");
        all.put(
                "lib.QuotesBlockingStub",
                "public class QuotesBlockingStub { public String quote(String s) { return s; } }");
        all.put(
                "lib.QuotesFutureStub",
                "public class QuotesFutureStub { public java.util.concurrent.CompletionStage<String> quote(String s) { return"
                        + " null; } }");
        all.put("dev.turnout.bridge.Cutover", "public class Cutover {}");
        all.replaceAll((name, body) -> "package " + name.substring(0, name.lastIndexOf('.')) + "; " + body);
        all.put("Uses", "class Uses { dev.turnout.runtime.task.TaskContext context; }");
        return all;
    }

    static List<Example> all() throws IOException {
        List<Example> all = new ArrayList<>();
        for (String part : Files.readString(FILE).split("(?m)^== ")) {
            if (part.startsWith("TRN")) {
                String[] sides = part.split("(?m)^-- (bad|good)\n");
                all.add(new Example(Rule.valueOf(sides[0].strip()), sides[1].strip(), sides[2].strip()));
            }
        }
        return all;
    }

    static String file(String side, List<String> bodies, List<Rule> rules) {
        StringBuilder file = new StringBuilder(HEAD.formatted(side));
        for (int i = 0; i < bodies.size(); i++) {
            file.append("interface ")
                    .append(rules.get(i))
                    .append(" {\nclass Orders extends Base {\n")
                    .append(bodies.get(i))
                    .append("\n}\n}\n");
        }
        return file.toString();
    }
}
