// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application enqueues a job 200 ms before it commits the row that the job reads. It has lived with that, because a legacy server
 * looks every 5 s; neither the async pool nor the drop-in, which is woken, may be faster than that by itself. {@code -Dturnout.trials.rounds} (50).
 */
@Tag("trials")
@Timeout(600)
class CommitTest extends Trial {
    private static final int ROUNDS = Integer.getInteger("turnout.trials.rounds", 50);
    private static final long COMMIT_AFTER_MS = 200;

    private final ScheduledExecutorService commits = Executors.newSingleThreadScheduledExecutor();

    @Override
    Optional<Duration> minimumAge() {
        return Optional.empty();
    }

    @Test
    void aJobNeverMissesTheRowThatIsCommittedAfterItInTheAsyncPoolAtGuarded() throws Exception {
        pausedLegacy("guarded");

        runs("guarded", 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void norInEitherPoolAtDropIn(int percent) throws Exception {
        runs("drop-in", percent);
    }

    private void runs(String level, int percent) throws Exception {
        try (Rows rows = new Rows()) {
            if (level.equals("drop-in")) {
                children.legacy(level, "rows=" + rows.url());
            }
            worker("rows=" + rows.url());
            switchTo(percent);
            enqueueBeforeCommit(rows);
            drained();

            long missing = seen("MISSING");
            figures("row " + level + (percent == 0 ? ", legacy pool" : ", async pool"))
                    .put("rounds", ROUNDS)
                    .put("missing", missing)
                    .put("minimumAgeMs", wait(cutover.status()).minimumAge().toMillis())
                    .print();
            holds();
            assertThat(missing).isZero();
            assertThat(seen("SEEN")).isEqualTo(ROUNDS);
            assertThat(book.started(percent > 0)).isEqualTo(ROUNDS);
        }
    }

    private void enqueueBeforeCommit(Rows rows) throws SQLException {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String id = UUID.randomUUID().toString();
            Connection transaction = rows.begin(id);
            scheduler.<TrialTasks>enqueue(UUID.fromString(id), tasks -> tasks.row(id));
            acknowledge(id);
            CompletableFuture<Void> committed = new CompletableFuture<>();
            ends.add(committed);
            commits.schedule(() -> commit(transaction, committed), COMMIT_AFTER_MS, TimeUnit.MILLISECONDS);
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    }

    private static void commit(Connection transaction, CompletableFuture<Void> committed) {
        try (transaction) {
            transaction.commit();
            committed.complete(null);
        } catch (SQLException failed) {
            committed.completeExceptionally(failed);
        }
    }

    private long seen(String what) {
        return book.lines().stream().filter(line -> line.what().equals(what)).count();
    }
}
