// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static dev.turnout.cli.Station.PREFIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Cutover;
import dev.turnout.runtime.redis.Link;
import dev.turnout.samples.redis.RedisProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code turnout worker --check}. */
@Timeout(120)
class WorkerCheckTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** TW02. */
    @Test
    void checkWithoutAWorkerGivesOne() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Command check = Command.start(folder, "worker", "--check", "--redis", redis.uri())) {
            assertThat(check.exitCode()).isEqualTo(Turnout.NO);

            assertThat(check.out()).contains("no async worker is on this queue's list");
        }
    }

    /** TW03. */
    @Test
    void theSameThroughTheAsyncCallFindsNoWorker() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Link link = Link.to(redis.uri(), Duration.ofSeconds(5))) {
            assertThat(Cutover.over(link, "")
                            .status()
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS)
                            .workers())
                    .isEmpty();

            assertThat(check(redis.uri())).isEqualTo(Turnout.NO);
        }
    }

    /** TW04. */
    @Test
    void checkWithALiveWorkerGivesZeroUntilItHasLeft() throws Exception {
        TestApp app = TestApp.in(folder, "v1");
        try (Station station = new Station();
                Command worker = Command.start(
                        folder,
                        "worker",
                        app.classes().toString(),
                        "--redis",
                        station.uri(),
                        "--prefix",
                        PREFIX,
                        "--name",
                        "night-shift")) {
            await().atMost(Command.LIMIT).until(() -> check(station.uri(), "--prefix", PREFIX) == Turnout.DONE);
            assertThat(check(station.uri(), "--prefix", PREFIX, "--name", "night-shift"))
                    .isEqualTo(Turnout.DONE);
            assertThat(out.toString())
                    .contains("night-shift (host ", "pid " + worker.child().pid(), " lives, 0 jobs in flight");

            assertThat(check(station.uri(), "--prefix", PREFIX, "--name", "day-shift"))
                    .isEqualTo(Turnout.NO);
            assertThat(out.toString()).contains("no async worker named day-shift", "[night-shift]");

            worker.terminate();
            assertThat(worker.exitCode()).isZero();
            assertThat(check(station.uri(), "--prefix", PREFIX)).isEqualTo(Turnout.NO);
        }
    }

    @Test
    void checkOfAWorkerThatWasKilledGivesOneWhenItsLeasesAreOver() throws Exception {
        TestApp app = TestApp.in(folder, "v1");
        try (Station station = new Station();
                Command worker = Command.start(
                        folder,
                        "worker",
                        app.classes().toString(),
                        "--redis",
                        station.uri(),
                        "--prefix",
                        PREFIX,
                        "--lease",
                        "2s")) {
            worker.awaitErr("runs 5 tasks");
            assertThat(check(station.uri(), "--prefix", PREFIX)).isEqualTo(Turnout.DONE);

            worker.child().destroyForcibly();

            await().atMost(Command.LIMIT).until(() -> check(station.uri(), "--prefix", PREFIX) == Turnout.NO);
            assertThat(worker.exitCode())
                    .as("the command ends as its worker did")
                    .isEqualTo(128 + 9);
        }
    }

    @Test
    void checkWhereNoRedisIsGivesOneAndSaysSo() {
        assertThat(check("redis://127.0.0.1:1")).isEqualTo(Turnout.NO);

        assertThat(out.toString()).contains("Redis cannot be asked", "TURNOUT-0501");
    }

    @Test
    void checkOfARedisThatNeverAnswersGivesOneWithinTenSeconds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long begin = System.nanoTime();

            assertThat(check("redis://127.0.0.1:" + silent.getLocalPort())).isEqualTo(Turnout.NO);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            assertThat(out.toString()).contains("Redis");
        }
    }

    @Test
    void checkWithAnApplicationOrWithoutAnAddressIsWrongUsage() {
        assertThat(run("worker", "--check", "--redis", "redis://127.0.0.1:1", "app.jar"))
                .isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("--check only looks");

        assertThat(run("worker", "--check", "--redis", "")).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("missing: --redis");

        assertThat(run("worker")).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("missing: APP");
    }

    private int check(String redis, String... more) {
        String[] line = new String[4 + more.length];
        line[0] = "worker";
        line[1] = "--check";
        line[2] = "--redis";
        line[3] = redis;
        System.arraycopy(more, 0, line, 4, more.length);
        return run(line);
    }

    private int run(String... arguments) {
        CommandLine turnout = Turnout.commandLine();
        turnout.setOut(new PrintWriter(out));
        turnout.setErr(new PrintWriter(err));
        return turnout.execute(arguments);
    }
}
