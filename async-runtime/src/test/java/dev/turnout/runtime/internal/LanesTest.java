// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void theUnnamedPoolOfATwinThatHandsWorkToBlockingIsNotCalledUnused() {
        LoopWatch loops = new LoopWatch(Duration.ofSeconds(1), Duration.ofSeconds(30), new Announcer(List.of()));
        Lanes lanes = new Lanes("test", WorkerOptions.with(), loops);

        assertThat(lanes.describe(TaskRegistry.annotated(Mailer.class)))
                .last()
                .asString()
                .startsWith("blocking pools have ")
                .contains("no task runs in an unnamed one by itself, what it hands to Blocking may")
                .doesNotContain("no task uses");
        lanes.close();
    }

    /** A twin that hands its work on. */
    static class Mailer {
        @AsyncTask
        CompletionStage<Void> send() {
            return Blocking.run(() -> {});
        }
    }
}
