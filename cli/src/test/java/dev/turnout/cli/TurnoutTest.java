// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnoutTest extends InProcess {
    @Test
    void statusOfAnEmptyRedisSaysThatEverythingIsLegacy() {
        try (RedisProcess redis = RedisProcess.start()) {
            int exit = run("cutover", "status", "--config", at(redis.uri()));

            assertThat(exit).isZero();
            assertThat(out.toString())
                    .contains("every task is the legacy pool's", "no async worker", "no legacy server");
        }
    }

    @Test
    void switchWithoutAWorkerIsRefusedAndChangesNothing() {
        try (RedisProcess redis = inUse()) {
            int exit = run("cutover", "switch", "--config", at(redis.uri()), "--all", "--to", "10", "--why", "test");
            run("cutover", "status", "--config", at(redis.uri()), "--json");

            assertThat(exit).isEqualTo(Turnout.FAILED);
            assertThat(err.toString()).contains("TURNOUT-0331", "no async worker lives");
            assertThat(out.toString()).contains("\"epoch\" : 0");
        }
    }

    @Test
    void aRollbackWithoutAWorkerIsDoneAtOnce() {
        try (RedisProcess redis = inUse()) {
            int exit = run("cutover", "rollback", "--config", at(redis.uri()), "--why", "test");

            assertThat(exit).isZero();
            assertThat(out.toString()).contains("all tasks back to legacy: done, epoch 1; no async worker lives");
        }
    }

    @Test
    void pausesAreShownByEveryVerbThatShowsTheQueueAndEndTogether() {
        try (RedisProcess redis = inUse()) {
            run("pause", "--config", at(redis.uri()), "--task", TASK);
            assertThat(out.toString()).contains("The async pool claims no job of:", TASK);
            run("pause", "--config", at(redis.uri()), "--who", "ann", "--why", "site is down");
            run("cutover", "status", "--config", at(redis.uri()));
            assertThat(out.toString()).contains("PAUSED: the async pool claims nothing");

            int exit = run("resume", "--config", at(redis.uri()));

            assertThat(exit).isZero();
            assertThat(out.toString()).contains("Nothing is paused in the async pool.");
        }
    }

    @Test
    void aJobIsCancelledOnceAndAnUnknownOneIsNamed() {
        try (RedisProcess redis = RedisProcess.start()) {
            String job = insert(redis);

            int first = run("cancel", job, "--config", at(redis.uri()), "--why", "typed twice");
            int second = run("cancel", job, "--config", at(redis.uri()), "--why", "typed twice");
            int unknown = run("cancel", "no-such-job", "--config", at(redis.uri()), "--why", "typed twice", "--json");

            assertThat(List.of(first, second, unknown)).containsExactly(Turnout.DONE, Turnout.NO, Turnout.NO);
            assertThat(out.toString())
                    .contains("job " + job + ": cancelled", "had ended, or been cancelled, before", "\"done\":false");
        }
    }

    @Test
    void parkedJobsAreListedWithTheirReasons() {
        try (RedisProcess redis = RedisProcess.start()) {
            run("parked", "--config", at(redis.uri()));
            assertThat(out.toString()).contains("nothing is parked");
            String job = insert(redis);
            park(redis, job, "it takes a Train, and no class of that name is allowed");

            run("parked", "--config", at(redis.uri()));
            run("parked", "--config", at(redis.uri()), "--json");

            assertThat(out.toString()).contains("| " + job + " | it takes a Train", "\"id\" : \"" + job + "\"");
        }
    }

    private static void park(RedisProcess redis, String job, String reason) {
        try (RedisClient client = RedisClient.create(redis.uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().hset("turnout:parked", job, reason);
        }
    }

    @Test
    void aRouteOver100PerCentIsRefusedWithTheRange() {
        int exit = run(
                "cutover", "switch", "--config", at("redis://127.0.0.1:1"), "--all", "--to", "101", "--why", "test");

        assertThat(exit).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("TURNOUT-0352", "from 0 to 100");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithTheForm() {
        int exit = run(
                "cutover", "rollback", "--config", at("redis://127.0.0.1:1"), "--task", "Mailer.send", "--why", "test");

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

    @Test
    void theLogShowsEveryChangeAndASecondOperatorIsTold() {
        try (RedisProcess redis = inUse()) {
            String at = at(redis.uri());
            run("cutover", "rollback", "--config", at, "--who", "anna", "--why", "first");
            run("cutover", "age", "5s", "--config", at, "--who", "anna", "--why", "commits are slow");

            int late = run("cutover", "rollback", "--config", at, "--epoch", "0", "--who", "ben", "--why", "late");

            assertThat(late).isEqualTo(Turnout.FAILED);
            assertThat(err.toString()).contains("TURNOUT-0357", "the epoch moved 0→1 by anna");
            assertThat(run("cutover", "log", "--config", at, "--json")).isZero();
            assertThat(out.toString())
                    .contains("\"who\" : \"anna\"", "\"what\" : \"age\"", "\"to\" : \"5000000\"")
                    .doesNotContain("ben");
            run("cutover", "age", "default", "--config", at);
            run("cutover", "log", "--config", at);
            assertThat(out.toString()).contains("a job is claimed when it is 0 ms old", "commits are slow");
        }
    }

    @Test
    void whatAnotherOperatorHasJustRolledBackIsSwitchedOnlyByWhoHasSeenIt() {
        try (RedisProcess redis = inUse();
                LegacyQueue queue = LegacyQueue.open(redis.uri(), LegacyQueueOptions.with())) {
            queue.presence().announce().toCompletableFuture().join();
            String at = at(redis.uri());
            String[] forward = {
                "cutover", "switch", "--config", at, "--all", "--to", "50", "--patience", "0", "--why", "go"
            };
            run(
                    "cutover",
                    "rollback",
                    "--config",
                    at,
                    "--patience",
                    "0",
                    "--who",
                    "anna",
                    "--why",
                    "p99 of the mailer");

            int blind = run(with(forward, "--who", "ben"));

            assertThat(blind).isEqualTo(Turnout.FAILED);
            assertThat(err.toString())
                    .contains("TURNOUT-0650", "by anna ", "who set * to '0'", "p99 of the mailer", "--epoch 1");
            assertThat(run(with(forward, "--who", "ben", "--epoch", "1"))).isEqualTo(Turnout.NO);
            assertThat(run(with(forward, "--who", "ben"))).as("his own").isEqualTo(Turnout.NO);
            assertThat(run(with(forward, "--who", "anna"))).isEqualTo(Turnout.FAILED);
            assertThat(run("cutover", "rollback", "--config", at, "--patience", "0", "--who", "anna", "--why", "no"))
                    .as("always free")
                    .isEqualTo(Turnout.NO);
        }
    }

    private static String[] with(String[] line, String... more) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void tasksAreGroupedAndTheRoutesShown() {
        try (RedisProcess redis = inUse()) {
            String at = at(redis.uri());

            int exit = run("cutover", "route", "--config", at, "--group", "mail", "--task", TASK, "--why", "one team");
            int unknown = run("cutover", "switch", "--config", at, "--group", "post", "--to", "5", "--why", "slip");

            assertThat(exit).isZero();
            assertThat(out.toString()).contains("epoch 1", TASK, "mail", "legacy (not its own)");
            assertThat(unknown).isEqualTo(Turnout.FAILED);
            assertThat(err.toString()).contains("TURNOUT-0361", "no task is in the group post");
        }
    }

    @Test
    void aSwitchBesideServersThatDoNotWaitSaysSoAndARaisedShareKeepsItsKey() {
        try (RedisProcess redis = RedisProcess.start();
                RedisClient client = RedisClient.create(redis.uri());
                StatefulRedisConnection<String, String> connection = client.connect();
                LegacyQueue queue = LegacyQueue.open(redis.uri(), LegacyQueueOptions.with())) {
            String at = at(redis.uri());
            queue.presence().announce().toCompletableFuture().join();
            String now = Long.toString(System.currentTimeMillis() * 1_000);
            connection
                    .sync()
                    .hset("backgroundjobserver:one", Map.of("workerPoolSize", "4", "pollIntervalInSeconds", "15"));
            connection.sync().hset("turnout:legacy:one", "level", "guarded");
            connection.sync().zadd("backgroundjobservers:created", Double.parseDouble(now), "one");
            connection.sync().zadd("backgroundjobservers:updated", Double.parseDouble(now), "one");

            run(
                    "cutover",
                    "switch",
                    "--config",
                    at,
                    "--all",
                    "--to",
                    "5",
                    "--key",
                    "1.tenant",
                    "--patience",
                    "0",
                    "--why",
                    "go");
            run("cutover", "switch", "--config", at, "--all", "--to", "9", "--patience", "0", "--why", "more");

            assertThat(err.toString()).contains("when it is 15000 ms old", "turnout cutover age 0s");
            assertThat(connection.sync().hget("turnout:routes", "*")).isEqualTo("9 1.tenant");
            assertThat(out.toString()).contains("all tasks to 9 % async by argument 1.tenant");
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithTheForm() {
        int exit = run(
                "cutover",
                "switch",
                "--config",
                at("redis://127.0.0.1:1"),
                "--all",
                "--to",
                "5",
                "--key",
                "tenant",
                "--why",
                "test");

        assertThat(exit).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("TURNOUT-0432", "2.tenant.id");
    }

    @Test
    void noLeverTouchesAPrefixUnderWhichThereIsNoQueue() {
        try (RedisProcess redis = inUse()) {
            String at = at(redis.uri(), "wrong");
            for (List<String> verb : List.of(
                    List.of("cutover", "rollback", "--why", "x"),
                    List.of("cutover", "switch", "--all", "--to", "0", "--why", "x"),
                    List.of("cutover", "route", "--no-group", "--task", TASK, "--why", "x"),
                    List.of("cutover", "age", "5s"),
                    List.of("limit", "--all", "--to", "3"),
                    List.of("pause"))) {
                err.getBuffer().setLength(0);
                List<String> line = new ArrayList<>(verb);
                line.addAll(List.of("--config", at));

                assertThat(run(line.toArray(String[]::new))).as(verb.toString()).isEqualTo(Turnout.FAILED);
                assertThat(err.toString()).contains("TURNOUT-0654", redis.uri(), "key prefix wrong");
            }
            assertThat(keys(redis, "wrong*")).isEmpty();
        }
    }

    private static List<String> keys(RedisProcess redis, String pattern) {
        try (RedisClient client = RedisClient.create(redis.uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().keys(pattern);
        }
    }

    @Test
    void figuresAndReasonsThatMakeNoSenseAreRefusedWithACode() {
        try (RedisProcess redis = inUse()) {
            String at = at(redis.uri());
            run("cutover", "log", "--config", at, "--most", "0");
            run("cutover", "log", "--config", at, "--most", "-1");
            assertThat(err.toString()).contains("TURNOUT-0653 0 changes", "TURNOUT-0653 -1 changes");
            run("cutover", "rollback", "--config", at, "--patience", "-3", "--why", "x");
            assertThat(err.toString()).contains("TURNOUT-0655", "-3 s");
            run("cutover", "rollback", "--config", at, "--why", "");
            run("cutover", "route", "--config", at, "--group", "mail", "--task", TASK, "--why", " ");
            assertThat(err.toString().split("TURNOUT-0656", -1)).hasSize(3);
            run("cutover", "route", "--config", at, "--group", "mail", "--task", TASK, "--why", "x");
            run("cutover", "switch", "--config", at, "--group", "mail", "--to", "5", "--why", "x");
            assertThat(err.toString())
                    .contains(
                            "no async worker knows the task com.acme.Mailer#send(java.lang.String) of the group mail");
            assertThat(keys(redis, "turnout:routes")).isEmpty();
        }
    }

    @Test
    void noPasswordIsShownOfAnAddressThatCannotBeReadOrReached() {
        for (String uri : List.of(
                "redis://:s3cret^word@127.0.0.1:1",
                "redis://:s3cret word@127.0.0.1:1",
                "redis://:s3cret@127.0.0.1:nope",
                "reddis://:s3cret@127.0.0.1:1",
                "redis://:s3cret%zz@127.0.0.1:1",
                "redis://:s3cret/x@127.0.0.1:1",
                "redis://:s3cret#x@127.0.0.1:1",
                "redis://:s3cret@127.0.0.1:1")) {
            assertThat(run("cutover", "status", "--config", at(uri))).isEqualTo(Turnout.FAILED);
            assertThat(run("worker", "--check", "--redis", uri)).isNotZero();
        }
        assertThat(err.toString()).contains("TURNOUT-0651", "redis://***@127.0.0.1:1", "TURNOUT-0501");
        assertThat(out + "" + err).doesNotContain("s3cret");
    }
}
