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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the legacy application, through its own HTTP interface, to enqueue jobs through JobRunr's own API; keeps the queue
 * filled to a level, so that every phase runs under load.
 */
final class Feeder implements Runnable {
    private static final int CHUNK = 60;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final URI imports;
    private final int total;
    private final int level;
    private final Ledger ledger;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile int attempted;
    private volatile @org.jspecify.annotations.Nullable Exception failure;

    /**
     * @param application address of the legacy application
     * @param total how many jobs to enqueue in all
     * @param level how many jobs shall wait or run at any time
     */
    Feeder(URI application, int total, int level, Ledger ledger) {
        this.imports = application.resolve("/imports");
        this.total = total;
        this.level = level;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        try {
            while (attempted < total) {
                ledger.refresh();
                int room = level - (acknowledged.size() - ledger.ended());
                if (room < Math.min(CHUNK, level) / 2) {
                    Thread.sleep(PAUSE.toMillis());
                } else {
                    enqueue(Math.min(CHUNK, total - attempted));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void enqueue(int count) throws IOException, InterruptedException {
        attempted += count;
        HttpRequest request = HttpRequest.newBuilder(imports)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("X-Tenant", "demo")
                .POST(HttpRequest.BodyPublishers.ofString("{\"count\":" + count + ",\"mix\":\"all\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(imports + " answered " + answer.statusCode() + ": " + answer.body());
        }
        for (JsonNode job : json.readTree(answer.body())) {
            acknowledged.add(job.path("id").asText());
        }
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
