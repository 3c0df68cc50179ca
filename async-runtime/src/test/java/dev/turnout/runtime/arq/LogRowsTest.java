// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.TestWorker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** What a worker writes down of each job. */
@Timeout(30)
class LogRowsTest {
    private static final String JOBS = "dev.turnout.runtime.jobs";

    private final TestWorker worker = TestWorker.of(new Chores());

    @Test
    @ArqRow("TW09")
    void startAndEndOfAJobAreALineEach() {
        StoredJob job = worker.enqueue(Chores.class, "works", "a");

        try (Logged log = Logged.by(JOBS)) {
            assertThat(worker.runUntilEmpty()).isEqualTo(1);

            assertThat(log.lines())
                    .containsExactly(
                            "-> " + job.id() + " " + job.task() + " attempt=1",
                            "<- " + job.id() + " " + job.task() + " done");
        }
    }

    @Test
    @ArqRow("TW10")
    void neitherWhatATaskTakesNorWhatItGivesComesIntoTheLog() {
        worker.enqueue(Chores.class, "tells", Chores.SECRET);

        try (Logged log = Logged.by("dev.turnout")) {
            assertThat(worker.runUntilEmpty()).isEqualTo(1);

            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(Chores.SECRET));
        }
    }

    @Test
    @ArqRow("TW24")
    void aJobThatHasWaitedTooLongRunsAtOnceAndItsStartSaysHowLong() {
        worker.job(Chores.class, "works", "late").after(Duration.ofSeconds(-2)).enqueue();

        try (Logged log = Logged.by(JOBS)) {
            assertThat(worker.runDue()).isEqualTo(1);

            assertThat(log.lines()).first().asString().endsWith(" attempt=1 waited=2.0s");
        }
    }

    @Test
    @ArqRow("TW28")
    void theFieldsThatAFailureBringsAreInTheRecordOfTheFailedAttempt() {
        StoredJob job = worker.enqueue(Chores.class, "breaksWithFields");

        try (Logged log = Logged.by("dev.turnout.runtime.internal.Endings")) {
            assertThatThrownBy(worker::runUntilEmpty).isInstanceOf(FailedJobs.class);

            ILoggingEvent failed = failedAttempt(log);
            assertThat(failed.getMDCPropertyMap())
                    .containsEntry("order", "4711")
                    .containsEntry("bank", "acme")
                    .containsEntry("jobId", job.id().value())
                    .containsEntry("task", job.task().toString())
                    .containsEntry("attempt", "1");
            assertThat(failed.getThrowableProxy().getMessage()).isEqualTo("payment refused");
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    @ArqRow("TW28")
    void fieldsThatCannotBeReadDoNotKeepTheFailureFromTheLog() {
        worker.enqueue(Chores.class, "breaksWithBrokenFields");

        try (Logged log = Logged.by("dev.turnout.runtime.internal.Endings")) {
            assertThatThrownBy(worker::runUntilEmpty)
                    .isInstanceOf(FailedJobs.class)
                    .hasRootCauseMessage("no luck");

            assertThat(failedAttempt(log).getMDCPropertyMap().get("logFields")).contains("its fields cannot be read");
        }
    }

    private static ILoggingEvent failedAttempt(Logged log) {
        return log.events().stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .findFirst()
                .orElseThrow();
    }
}
