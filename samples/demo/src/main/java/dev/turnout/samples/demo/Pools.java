// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of the mixed state: the surroundings, two JobRunr servers (one with the untouched classes, one with the
 * rewritten ones) and two async workers. What makes a server guarded or a worker async lies beside the application on
 * its class path, and nothing of it inside.
 */
final class Pools implements AutoCloseable {
    static final String PREFIX = "demo";
    static final String LEGACY_1 = "legacy-1";
    static final String LEGACY_2 = "legacy-2";
    static final List<String> LEGACY = List.of(LEGACY_1, LEGACY_2);
    static final String ASYNC_1 = "async-1";
    static final String ASYNC_2 = "async-2";

    private static final String MAIN = "com.example.notebooks.NotebooksApplication";
    private static final String BACKING = "com.example.notebooks.backing.BackingServices";
    private static final Duration START = Duration.ofSeconds(120);
    private static final List<String> SITES = List.of("page", "ocr", "share", "mirror");

    /** What the sites that the jobs ask take for an answer, as a rule. */
    static final Duration USUAL = Duration.ofMillis(40);

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Path folder;
    private final Ledger ledger;
    private final String redis;
    private final Map<String, ChildJvm> processes = new LinkedHashMap<>();
    private final List<String> surroundings = new ArrayList<>();
    private URI control = URI.create("http://127.0.0.1");

    Pools(Path folder, Ledger ledger, String redis) {
        this.folder = folder;
        this.ledger = ledger;
        this.redis = redis;
    }

    /** Starts S3, web pages, the retrieval service and the database, and waits until they answer. */
    void startSurroundings(Application application) throws IOException, InterruptedException {
        List<String> main = List.of(
                BACKING,
                "--s3.port=0",
                "--web.port=0",
                "--retrieval.port=0",
                "--database.port=0",
                "--control.port=0",
                "--retrieval.latency-ms=25",
                "--retrieval.parse-ms=60");
        ChildJvm backing = ChildJvm.start("surroundings", folder, application.beside(List.of()), List.of(), main);
        processes.put("surroundings", backing);
        JsonNode addresses = new ObjectMapper().readTree(backing.line(line -> line.startsWith("{"), START));
        addresses.properties().stream()
                .filter(address -> !address.getKey().equals("control"))
                .forEach(address -> surroundings.add(
                        address.getKey() + "=" + address.getValue().asText()));
        control = URI.create(addresses.path("control").asText());
        sitesAnswerIn(USUAL);
    }

    /** How long the sites that the jobs ask take from now on. */
    void sitesAnswerIn(Duration latency) throws IOException, InterruptedException {
        Map<String, Long> settings = new LinkedHashMap<>();
        SITES.forEach(site -> settings.put(site + ".latency-ms", latency.toMillis()));
        HttpRequest request = HttpRequest.newBuilder(control)
                .timeout(START)
                .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(settings)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new DemoFailure(control + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** Starts a JobRunr server of {@code application}, at level guarded. Returns at once. */
    void startLegacy(String name, Application application) throws IOException {
        Path beside = config("guarded", List.of("turnout.legacy.pool=guarded"));
        start(name, "legacy", application, beside);
    }

    /** Starts an async worker of {@code application}. Returns at once. */
    void startAsync(String name, Application application) throws IOException {
        Path beside = config(
                "async",
                List.of(
                        "turnout.worker.enabled=true",
                        "turnout.worker.lease=5s",
                        "turnout.queue.layout=jobrunr",
                        "org.jobrunr.background-job-server.enabled=false"));
        start(name, "async", application, beside);
    }

    private void start(String name, String pool, Application application, Path config) throws IOException {
        List<Path> beside = new ArrayList<>(List.of(config));
        beside.addAll(ours());
        List<String> settings = new ArrayList<>(surroundings);
        settings.addAll(List.of(
                "server.port=0",
                "notebooks.redis.uri=" + redis,
                "notebooks.redis.key-prefix=" + PREFIX,
                "notebooks.cleanup-cron=*/5 * * * * *",
                "org.jobrunr.background-job-server.worker-count=4",
                "demo.ledger.file=" + ledger.file(name),
                "demo.ledger.pool=" + pool,
                "demo.ledger.owner=" + name));
        processes.put(name, ChildJvm.start(name, folder, application.beside(beside), settings, List.of(MAIN)));
    }

    /** A folder for the class path with the few lines of configuration that lie beside the application. */
    private Path config(String kind, List<String> lines) throws IOException {
        Path beside = folder.resolve(kind);
        Files.createDirectories(beside.resolve("config"));
        Files.write(beside.resolve("config/application.properties"), lines);
        return beside;
    }

    /** The jars of the bridge, or what a build that has not packed them yet compiled, and the demo's ledger. */
    private static List<Path> ours() {
        return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(path -> path.matches(".*(turnout-bridge-|turnout-async-runtime"
                        + "|(bridge.\\w+|async-runtime|samples.demo).target.classes).*"))
                .map(Path::of)
                .toList();
    }

    /** Waits until the process takes requests; gives its address. */
    URI address(String name) throws IOException, InterruptedException {
        String line = processes.get(name).line(text -> PORT.matcher(text).find(), START);
        processes.get(name).line(text -> text.contains("Started NotebooksApplication"), START);
        Matcher port = PORT.matcher(line);
        if (!port.find()) {
            throw new DemoFailure("no port in: " + line);
        }
        return URI.create("http://127.0.0.1:" + port.group(1));
    }

    /** Kills a process as {@code kill -9} does; gives the moment, on the shared monotonic clock. */
    long kill(String name) {
        long moment = System.nanoTime();
        processes.get(name).kill();
        return moment;
    }

    boolean alive(String name) {
        return processes.get(name).alive();
    }

    @Override
    public void close() {
        List<ChildJvm> all = new ArrayList<>(processes.values());
        java.util.Collections.reverse(all);
        all.forEach(process -> {
            if (!process.name().equals("surroundings")) {
                process.terminate();
            }
        });
        all.forEach(ChildJvm::close);
    }
}
