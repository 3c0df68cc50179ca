// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.Settled;
import dev.turnout.samples.redis.RedisProcess;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Caps of tasks, from the command line. */
class LimitTest extends InProcess {
    @Test
    void aCapIsSetListedAndTakenAway() {
        try (RedisProcess redis = inUse()) {
            int set = run("limit", "--config", at(redis.uri()), "--task", TASK, "--to", "40", "--why", "site is slow");
            assertThat(out.toString()).contains(TASK + ": at most 40 jobs in flight over all async workers");
            assertThat(err.toString()).contains("no live async worker knows " + TASK);
            run("limit", "--config", at(redis.uri()), "--all", "--to", "8");
            run("limit", "--config", at(redis.uri()), "--json");
            assertThat(out.toString()).contains("{\"caps\":{\"*\":8,\"" + TASK + "\":40},\"inFlight\":{}}");

            int off = run("limit", "--config", at(redis.uri()), "--task", TASK, "--off");

            assertThat(set).isZero();
            assertThat(off).isZero();
            run("cutover", "status", "--config", at(redis.uri()), "--json");
            assertThat(out.toString()).contains("\"" + TASK + "\" : null", "\"*\" : 8");
        }
    }

    @Test
    void aCapOfNothingIsRefused() {
        try (RedisProcess redis = inUse()) {
            int exit = run("limit", "--config", at(redis.uri()), "--task", TASK, "--to", "0");

            assertThat(exit).isEqualTo(Turnout.FAILED);
            assertThat(err.toString()).contains("TURNOUT-0341", "1 or more");
        }
    }

    @Test
    void aSwitchThatSetACapSaysSoAndHowToRaiseIt() throws Exception {
        Settled settled = new Settled(
                "*", 3, OptionalInt.of(8), List.of("one"), List.of(), 0, Optional.empty(), Optional.empty());
        Address where = new Address("redis://:s3cret@host:6379/2", "app");

        Outcome.print(new PrintWriter(out), false, "all tasks to 10 % async", where, settled);
        Outcome.print(new PrintWriter(out), true, "all tasks to 10 % async", where, settled);

        assertThat(out.toString())
                .contains("all tasks to 10 % async: done, epoch 3; 1 async workers obey")
                .contains("at most 8 jobs of a task are in flight", "turnout limit")
                .contains("\"cap\":8")
                .contains("in redis://***@host:6379/2, key prefix app", "\"prefix\":\"app\"")
                .doesNotContain("s3cret");
    }

    @Test
    void aCapWithoutATaskIsRefused() {
        int exit = run("limit", "--config", at("redis://127.0.0.1:1"), "--to", "3");

        assertThat(exit).isEqualTo(Turnout.FAILED);
        assertThat(err.toString()).contains("--task");
    }
}
