// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three workers with room for 192 jobs, and a site that fails above 40 requests at a time. */
class CappedBackEndTest {
    private static final int JOBS = 2_000;
    private static final int CAP = 32;
    private static final int BEARS = 40;

    private Rig rig;
    private Site site;

    @BeforeEach
    void start() throws IOException {
        rig = new Rig();
        rig.reset();
        site = new Site();
    }

    @AfterEach
    void stop() {
        site.close();
        rig.close();
    }

    @Test
    void aSiteThatFailsAboveFortyRequestsSeesNoFailureUnderACapOf32() {
        LegacyQueue door = rig.open();
        Rig.get(door.controls("ann", "the site bears 40").cap(Fetcher.ADDRESS, OptionalInt.of(CAP)));
        for (int number = 0; number < JOBS; number++) {
            Rig.get(door.door()
                    .insert(NewJob.now(
                            new JobId(UUID.randomUUID().toString()),
                            Fetcher.ADDRESS,
                            List.of(new Argument("int", new IntNode(number))))));
        }

        long begin = System.nanoTime();
        List<Worker> workers = Stream.generate(this::worker).limit(3).toList();
        await().atMost(90, TimeUnit.SECONDS)
                .until(() -> rig.redis().zcard(rig.keys.queue(StateName.SUCCEEDED)) == JOBS);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        workers.forEach(Worker::close);

        System.out.printf(
                "jobs=%d cap=%d most at a time=%d refused=%d wall=%d ms%n",
                JOBS, CAP, site.most.get(), site.refused.get(), millis);
        assertThat(site.refused).hasValue(0);
        assertThat(site.most.get()).isBetween(CAP / 2, CAP);
        assertThat(site.answered).hasValue(JOBS);
        assertThat(rig.redis().exists(rig.keys.inFlight(), rig.keys.flight())).isZero();
    }

    private Worker worker() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofSeconds(10)));
        return Worker.on(queue)
                .tasks(TaskRegistry.of(TaskRegistry.annotatedIn(Fetcher.class)))
                .beans(type -> new Fetcher(site.uri))
                .options(WorkerOptions.with().slots(64).lease(Duration.ofSeconds(10)))
                .closesOnExit(false)
                .build()
                .start();
    }

    /** What the workers run. */
    static final class Fetcher {
        static final TaskAddress ADDRESS = new TaskAddress(Fetcher.class.getName(), "fetchAsync", List.of("int"));
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        private final URI site;

        Fetcher(URI site) {
            this.site = site;
        }

        @AsyncTask(retries = 0)
        CompletionStage<Void> fetchAsync(int number) {
            HttpRequest request =
                    HttpRequest.newBuilder(site.resolve("/" + number)).build();
            return Stages.accept(HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()), answer -> {
                if (answer.statusCode() != 200) {
                    throw new IOException("the site answered " + answer.statusCode());
                }
            });
        }
    }

    /** Answers after 20 ms, and refuses what is too much for it. */
    private static final class Site {
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        final URI uri;
        private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
        private final HttpServer server;

        Site() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::serve);
            server.start();
            uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void serve(HttpExchange exchange) {
            int now = open.incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            later.schedule(() -> answer(exchange, now <= BEARS ? 200 : 503), 20, TimeUnit.MILLISECONDS);
        }

        private void answer(HttpExchange exchange, int status) {
            (status == 200 ? answered : refused).incrementAndGet();
            open.decrementAndGet();
            try (exchange) {
                exchange.sendResponseHeaders(status, -1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            later.shutdownNow();
            server.stop(0);
        }
    }
}
