// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.Test;

/** A method that returns a stage, on a server as JobRunr makes it and on one beside which our jar lies. */
class StageOnStockServerTest {
    @Test
    void stockServerCallsAJobDoneBeforeItsStageIs() {
        try (LegacyServer stock = LegacyServer.stock(2)) {
            JobId id = stock.enqueue(() -> stock.yard.bare("coal"));

            stock.awaitState(id, StateName.SUCCEEDED);

            CompletableFuture<Void> stage = stock.yard.open.get(0);
            assertThat(stage).isNotDone();
            stage.completeExceptionally(new IllegalStateException("late"));
            await().during(Duration.ofMillis(600)).until(() -> job(stock, id).hasState(StateName.SUCCEEDED));
            assertThat(job(stock, id).getLastJobStateOfType(FailedState.class)).isEmpty();
        }
    }

    @Test
    void serverWithOurJarKeepsTheJobUntilTheStageEndsAndSeesItsFailure() {
        try (LegacyServer ours = LegacyServer.foreign(2)) {
            JobId id = ours.enqueue(() -> ours.yard.bare("coal"));
            await().until(() -> !ours.yard.open.isEmpty());
            await().during(Duration.ofMillis(600)).until(() -> job(ours, id).hasState(StateName.PROCESSING));

            ours.yard.open.get(0).completeExceptionally(new IllegalStateException("late"));

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> job(ours, id)
                            .getLastJobStateOfType(FailedState.class)
                            .isPresent());
        }
    }

    private static Job job(LegacyServer server, JobId id) {
        return server.storage.getJobById(id);
    }
}
