// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the {@code turnout} command in the JVM of the test, and keeps what it says. */
abstract class InProcess {
    static final String TASK = "com.acme.Mailer#send(java.lang.String)";

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    String at(String uri) {
        return at(uri, "");
    }

    String at(String uri, String prefix) {
        try {
            return Files.writeString(
                            folder.resolve("turnout.properties"),
                            "turnout.queue.redis-uri=" + uri + "\nturnout.queue.key-prefix=" + prefix)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int run(String... arguments) {
        CommandLine turnout = Turnout.commandLine();
        turnout.setOut(new PrintWriter(out));
        turnout.setErr(new PrintWriter(err));
        return turnout.execute(arguments);
    }

    /** With a job in it: there is a queue under the empty prefix. */
    static RedisProcess inUse() {
        RedisProcess redis = RedisProcess.start();
        insert(redis);
        return redis;
    }

    static String insert(RedisProcess redis) {
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
}
