// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.samples.redis.RedisProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TurnoutTest {
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
