// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the legacy application, through its own HTTP interface, to enqueue jobs through JobRunr's own API; keeps the queue
 * filled to a level, so that every phase runs under load.
 */
final class Feeder implements Runnable {
    private static final int CHUNK = 48;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final URI application;
    private final int level;
    private final Ledger ledger;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile int allowed;
    private volatile boolean last;
    private volatile int attempted;
    private volatile @org.jspecify.annotations.Nullable Exception failure;

    /**
     * @param application address of the legacy application
     * @param level how many jobs shall wait or run at any time
     */
    Feeder(URI application, int level, Ledger ledger) {
        this.application = application;
        this.level = level;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        try {
            while (!last || attempted < allowed) {
                ledger.refresh();
                int chunk = Math.min(CHUNK, Math.min(level / 2, allowed - attempted));
                if (chunk > 0 && acknowledged.size() - ledger.ended(acknowledged) + chunk <= level) {
                    enqueue(chunk);
                } else {
                    Thread.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** All but one are an import of every kind of task; one is the recurring clean-up, asked for out of turn. */
    private void enqueue(int count) throws IOException, InterruptedException {
        attempted += count;
        post("/jobs/cleanup", "");
        if (count > 1) {
            post("/imports", "{\"count\":" + (count - 1) + ",\"mix\":\"all\"}");
        }
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(application.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("X-Tenant", "demo")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode jobs = json.readTree(answer.body());
        (jobs.isArray() ? jobs : List.of(jobs))
                .forEach(job -> acknowledged.add(job.path("id").asText()));
    }

    /** Lets it enqueue up to {@code jobs} in all. */
    void allow(int jobs) {
        allowed = jobs;
    }

    /** Lets it enqueue up to {@code jobs} in all, and end. */
    void allowLast(int jobs) {
        allowed = jobs;
        last = true;
    }

    int attempted() {
        return attempted;
    }

    /** Ids of the jobs that JobRunr accepted. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Throws if feeding has failed. */
    void check() {
        Exception e = failure;
        if (e != null) {
            throw new DemoFailure("the legacy application did not enqueue: " + e);
        }
    }
}
