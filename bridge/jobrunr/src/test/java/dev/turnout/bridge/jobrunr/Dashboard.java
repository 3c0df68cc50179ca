// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jobrunr.dashboard.JobRunrDashboardWebServer;
import org.jobrunr.dashboard.JobRunrDashboardWebServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/** JobRunr's own dashboard over a storage provider, and a browser in front of it. */
final class Dashboard implements AutoCloseable {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient browser = HttpClient.newHttpClient();
    private final JobRunrDashboardWebServer server;
    private final String address;

    Dashboard(StorageProvider storage, JsonMapper mapper) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        address = "http://127.0.0.1:" + port;
        server = new JobRunrDashboardWebServer(
                storage,
                mapper,
                JobRunrDashboardWebServerConfiguration.usingStandardDashboardConfiguration()
                        .andPort(port)
                        .andAllowAnonymousDataUsage(false));
        server.start();
    }

    /** An answer with status 200, as a tree. */
    JsonNode get(String path) {
        return read(ok(send("GET", "/api" + path)));
    }

    /** The first event of a stream. */
    JsonNode event(String path) {
        HttpRequest request = request("GET", "/sse" + path);
        try (Stream<String> lines =
                browser.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return read(lines.filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()))
                    .findFirst()
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of the jobs on the first page of a state. */
    List<String> ids(String state) {
        return StreamSupport.stream(
                        get("/jobs?state=" + state + "&offset=0&limit=20")
                                .get("items")
                                .spliterator(),
                        false)
                .map(job -> job.get("id").asText())
                .toList();
    }

    JsonNode job(UUID id) {
        return get("/jobs/" + id);
    }

    void delete(String path) {
        ok(send("DELETE", "/api" + path));
    }

    void post(String path) {
        ok(send("POST", "/api" + path));
    }

    int status(String path) {
        return send("GET", path).statusCode();
    }

    private static String ok(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer + ": " + answer.body());
        }
        return answer.body();
    }

    private static JsonNode read(String text) {
        try {
            return TREES.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private HttpResponse<String> send(String method, String path) {
        try {
            return browser.send(request(method, path), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    @Override
    public void close() {
        server.stop();
    }
}
