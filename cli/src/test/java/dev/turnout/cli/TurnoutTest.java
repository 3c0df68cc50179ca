// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TurnoutTest {
    private static final String TASK = "com.acme.Mailer#send(java.lang.String)";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void statusOfAnEmptyRedisSaysThatEverythingIsLegacy() {
        try (RedisProcess redis = RedisProcess.start()) {
            int exit = run("status", "--redis", redis.uri());

            assertThat(exit).isZero();
            assertThat(out.toString())
                    .contains("every task is the legacy pool's", "no async worker", "no legacy server");
        }
    }

    @Test
    void switchWithoutAWorkerIsRefusedAndChangesNothing() {
        try (RedisProcess redis = RedisProcess.start()) {
            int exit = run("switch", "--redis", redis.uri(), "--all", "--to", "10", "--why", "test");
            run("status", "--redis", redis.uri(), "--json");

            assertThat(exit).isEqualTo(Turnout.FAILED);
            assertThat(err.toString()).contains("TURNOUT-0331", "no async worker lives");
            assertThat(out.toString()).contains("\"epoch\" : 0");
        }
    }

    @Test
    void rollbackIsNeverRefused() {
        try (RedisProcess redis = RedisProcess.start()) {
            int exit = run("rollback", "--redis", redis.uri(), "--why", "test");

            assertThat(exit).isZero();
            assertThat(out.toString()).contains("all tasks back to legacy: done, epoch 1; no async worker lives");
        }
    }

    @Test
    void aCapIsSetListedAndTakenAway() {
        try (RedisProcess redis = RedisProcess.start()) {
            int set = run("limit", "--redis", redis.uri(), "--task", TASK, "--to", "40", "--why", "site is slow");
            assertThat(out.toString()).contains(TASK + ": at most 40 jobs in flight over all async workers");
            assertThat(err.toString()).contains("no live async worker knows " + TASK);
            run("limit", "--redis", redis.uri(), "--all", "--to", "8");
            run("limit", "--redis", redis.uri(), "--json");
            assertThat(out.toString()).contains("{\"caps\":{\"*\":8,\"" + TASK + "\":40},\"inFlight\":{}}");

            int off = run("limit", "--redis", redis.uri(), "--task", TASK, "--off");

            assertThat(set).isZero();
            assertThat(off).isZero();
            run("status", "--redis", redis.uri(), "--json");
            assertThat(out.toString()).contains("\"" + TASK + "\" : null", "\"*\" : 8");
        }
    }

    @Test
    void aCapOfNothingIsRefused() {
        try (RedisProcess redis = RedisProcess.start()) {
            int exit = run("limit", "--redis", redis.uri(), "--task", TASK, "--to", "0");

            assertThat(exit).isEqualTo(Turnout.FAILED);
            assertThat(err.toString()).contains("TURNOUT-0341", "1 or more");
        }
    }

    @Test
    void aSwitchThatSetACapSaysSoAndHowToRaiseIt() throws Exception {
        Settled settled = new Settled(3, OptionalInt.of(8), List.of("one"), List.of(), 0);

        Outcome.print(new PrintWriter(out), false, "all tasks to 10 % async", settled);
        Outcome.print(new PrintWriter(out), true, "all tasks to 10 % async", settled);

        assertThat(out.toString())
                .contains("all tasks to 10 % async: done, epoch 3; 1 async workers obey")
                .contains("at most 8 jobs of a task are in flight", "turnout limit")
                .contains("\"cap\":8");
    }

    @Test
    void aCapWithoutATaskIsRefused() {
        int exit = run("limit", "--redis", "redis://127.0.0.1:1", "--to", "3");

        assertThat(exit).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("--task");
    }

    @Test
    void pausesAreShownByEveryVerbThatShowsTheQueueAndEndTogether() {
        try (RedisProcess redis = RedisProcess.start()) {
            run("pause", "--redis", redis.uri(), "--task", TASK);
            assertThat(out.toString()).contains("The async pool claims no job of:", TASK);
            run("pause", "--redis", redis.uri(), "--who", "ann", "--why", "site is down");
            run("status", "--redis", redis.uri());
            assertThat(out.toString()).contains("PAUSED: the async pool claims nothing");

            int exit = run("resume", "--redis", redis.uri());

            assertThat(exit).isZero();
            assertThat(out.toString()).contains("Nothing is paused in the async pool.");
        }
    }

    @Test
    void aJobIsCancelledOnceAndAnUnknownOneIsNamed() {
        try (RedisProcess redis = RedisProcess.start()) {
            String job = insert(redis);

            int first = run("cancel", job, "--redis", redis.uri(), "--why", "typed twice");
            int second = run("cancel", job, "--redis", redis.uri(), "--why", "typed twice");
            int unknown = run("cancel", "no-such-job", "--redis", redis.uri(), "--why", "typed twice", "--json");

            assertThat(List.of(first, second, unknown)).containsExactly(Turnout.DONE, Turnout.NO, Turnout.NO);
            assertThat(out.toString())
                    .contains("job " + job + ": cancelled", "had ended, or been cancelled, before", "\"done\":false");
        }
    }

    @Test
    void parkedJobsAreListedWithTheirReasons() {
        try (RedisProcess redis = RedisProcess.start()) {
            run("parked", "--redis", redis.uri());
            assertThat(out.toString()).contains("nothing is parked");
            String job = insert(redis);
            park(redis, job, "it takes a Train, and no class of that name is allowed");

            run("parked", "--redis", redis.uri());
            run("parked", "--redis", redis.uri(), "--json");

            assertThat(out.toString()).contains("| " + job + " | it takes a Train", "\"id\" : \"" + job + "\"");
        }
    }

    private static String insert(RedisProcess redis) {
        JobId id = new JobId(UUID.randomUUID().toString());
        try (LegacyQueue queue = LegacyQueue.open(redis.uri(), LegacyQueueOptions.with())) {
            Argument argument = new Argument("java.lang.String", JsonNodeFactory.instance.textNode("x"));
            queue.door()
                    .insert(NewJob.now(id, TaskAddress.parse(TASK), List.of(argument)))
                    .toCompletableFuture()
                    .join();
        }
        return id.value();
    }

    private static void park(RedisProcess redis, String job, String reason) {
        try (RedisClient client = RedisClient.create(redis.uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().hset("turnout:parked", job, reason);
        }
    }

    @Test
    void aRouteOver100PerCentIsRefusedWithTheRange() {
        int exit = run("switch", "--redis", "redis://127.0.0.1:1", "--all", "--to", "101", "--why", "test");

        assertThat(exit).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("TURNOUT-0352", "from 0 to 100");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithTheForm() {
        int exit = run("rollback", "--redis", "redis://127.0.0.1:1", "--task", "Mailer.send", "--why", "test");

        assertThat(exit).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("com.acme.Mailer#send(java.lang.String,long)");
    }

    @Test
    void checkOfNothingCouldNotBeDone() {
        int exit = run("check", "--classes", "target/no-such-folder-of-classes");

        assertThat(exit).isEqualTo(Turnout.FAILED);
    }

    @Test
    void checkOfOurOwnClassesIsClean() {
        int exit = run("check", "--classes", "target/classes", "--format", "json");

        assertThat(out.toString()).contains("\"classes\"");
        assertThat(exit).isZero();
    }

    private int run(String... arguments) {
        CommandLine turnout = Turnout.commandLine();
        turnout.setOut(new PrintWriter(out));
        turnout.setErr(new PrintWriter(err));
        return turnout.execute(arguments);
    }
}
