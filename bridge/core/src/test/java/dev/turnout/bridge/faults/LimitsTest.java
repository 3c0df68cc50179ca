// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.task.TaskAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bounds the async pool: a cap over all workers protects a back end, and waiting stages cost little memory and no thread. */
@Tag("faults")
@Timeout(240)
class LimitsTest extends FaultRow {
    private static final Duration LONG = Duration.ofSeconds(200);

    @Test
    void aBackEndThatFailsAbove40ConnectionsSeesNoFailureBehindACapOf32() throws IOException {
        try (BackEnd backEnd = new BackEnd(40)) {
            TaskAddress ask = FaultTasks.address("ask", "java.lang.String");
            Rig.get(field.queue.controls().cap(ask, OptionalInt.of(32)));
            for (int i = 0; i < 3; i++) {
                field.children.start("slots=64");
            }

            field.insert(2_000, "ask", Field.text(backEnd.uri()));
            field.drained(LONG);

            field.figures("cap")
                    .put("mostAtOnceAtTheBackEnd", backEnd.most())
                    .put("refusedByTheBackEnd", backEnd.refused())
                    .put("cap", 32)
                    .put("workers", 3)
                    .print();
            field.holds();
            assertThat(backEnd.refused()).isZero();
            assertThat(rig.redis().exists(rig.keys.inFlight(), rig.keys.flight()))
                    .as("what is counted in flight when nothing is")
                    .isZero();
            assertThat(backEnd.most()).isLessThanOrEqualTo(32).isGreaterThan(24);
        }
    }

    /** A slow machine needs longer jobs to have all of them at once; {@code -Dturnout.limits.millis=1000} takes jobs of a second. */
    private static final int MILLIS = Integer.getInteger("turnout.limits.millis", 4_000);

    @Test
    void tenThousandJobsWaitInOneWorkerOf256MiBWithoutAThreadAJob() {
        field.insertWork(12_000, MILLIS);

        String worker = field.children.start("slots=10000", "-Xmx256m", "lease=30000");
        field.drained(LONG);

        long threads = most(worker, "threads");
        long atOnce = most(worker, "most");
        field.figures("10,000 waiting")
                .put("mostInFlight", atOnce)
                .put("mostThreads", threads)
                .put("mostHeapMiB", most(worker, "usedMiB"))
                .print();
        field.holds();
        assertThat(atOnce).isEqualTo(10_000);
        assertThat(threads).isLessThan(40);
    }

    private long most(String worker, String figure) {
        Matcher seen = Pattern.compile(figure + "=(\\d+)").matcher(field.children.said(worker));
        long most = 0;
        while (seen.find()) {
            most = Math.max(most, Long.parseLong(seen.group(1)));
        }
        return most;
    }

    /** An HTTP server that answers 503 when more than so many ask at once. */
    private static final class BackEnd implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newFixedThreadPool(100);
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        BackEnd(int limit) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                int here = now.incrementAndGet();
                most.accumulateAndGet(here, Math::max);
                if (here > limit) {
                    refused.incrementAndGet();
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
                now.decrementAndGet();
                exchange.sendResponseHeaders(here > limit ? 503 : 200, -1);
                exchange.close();
            });
            server.start();
        }

        String uri() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        int most() {
            return most.get();
        }

        int refused() {
            return refused.get();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
