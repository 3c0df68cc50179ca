// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code turnout.worker.*}.
 *
 * @param enabled Whether this application runs a worker. Where it is not said, a burst switches the worker on.
 * @param slots Jobs that the worker holds at most, in all lanes together.
 * @param lease How long a claim holds without a renewal. Whoever opens the queue reads it too, with a default of its own.
 * @param renewEvery Longest time between two renewals of a claim, 5s or less.
 * @param drainTimeout How long a stop waits for running jobs before it cancels them and gives them back.
 * @param blockingPoolSize Threads of each pool of the blocking lane that has no size of its own. 0 takes the smallest
 *     connection pool of the application less two, or 8 where there is none to be seen.
 * @param pools Threads of named pools of the blocking lane, by name.
 * @param offloadsWaiting Pieces of blocking work that may wait for a thread of one pool; one more fails its job for a retry.
 * @param pollEvery Longest time between two claims where no signal comes.
 * @param beatEvery Time between two signs of life of the worker.
 * @param dutyEvery Time between two rounds of the queue's duties, such as taking back the jobs of crashed workers.
 * @param reportAfter A job that runs longer is reported in the log, again each time this doubles.
 * @param abandonAfter A job that runs longer is cancelled and loses its slot, and the queue takes it back as after a crash.
 *     Never, where it is not said.
 * @param blockedAfter A continuation that holds an event-loop thread of the worker for longer is reported with its stack.
 * @param deadAfter When no event-loop thread of the worker has come round for so long, its liveness is down.
 * @param subtypes Classes that arguments may be of where a task declares an abstract type: names of classes, com.acme.Farm$Cow, or
 *     of packages with .* behind them. None, where it is not said, and jobs with such an argument are parked.
 * @param burst Whether the worker runs what is in the queue and then ends the process, with exit code 1 if jobs failed: true, or
 *     how many jobs it takes at most.
 * @param burstDeferred Whether a burst waits for jobs that are due later, retries too.
 * @param tasks Settings of single tasks, by address: [com.acme.Mailer#send(java.lang.String)], or shorter where it is clear,
 *     [Mailer#send]. They win over annotations, catalogs and customizers.
 */
@ConfigurationProperties("turnout.worker")
public record TurnoutProperties(
        @Nullable Boolean enabled,
        @DefaultValue("64") int slots,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("5s") Duration renewEvery,
        @DefaultValue("25s") Duration drainTimeout,
        @DefaultValue("0") int blockingPoolSize,
        @DefaultValue Map<String, Integer> pools,
        @DefaultValue("10000") int offloadsWaiting,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("2s") Duration beatEvery,
        @DefaultValue("1s") Duration dutyEvery,
        @DefaultValue("5m") Duration reportAfter,
        @Nullable Duration abandonAfter,
        @DefaultValue("500ms") Duration blockedAfter,
        @DefaultValue("30s") Duration deadAfter,
        @DefaultValue List<String> subtypes,
        @DefaultValue("false") String burst,
        @DefaultValue("false") boolean burstDeferred,
        @DefaultValue Map<String, Task> tasks) {
    public TurnoutProperties {
        pools = Map.copyOf(pools);
        subtypes = List.copyOf(subtypes);
        tasks = Map.copyOf(tasks);
    }

    /**
     * The worker's figures as these properties say.
     *
     * @throws IllegalArgumentException if one of them is out of its range; the message names it
     */
    public WorkerOptions options() {
        WorkerOptions options = WorkerOptions.with()
                .slots(slots)
                .lease(lease)
                .renewEvery(renewEvery)
                .drainTimeout(drainTimeout)
                .pools(pools)
                .offloadsWaiting(offloadsWaiting)
                .pollEvery(pollEvery)
                .beatEvery(beatEvery)
                .dutyEvery(dutyEvery)
                .reportAfter(reportAfter)
                .blockedAfter(blockedAfter)
                .deadAfter(deadAfter);
        WorkerOptions sized = blockingPoolSize == 0 ? options : options.blockingPoolSize(blockingPoolSize);
        return Optional.ofNullable(abandonAfter).map(sized::abandonAfter).orElse(sized);
    }

    /**
     * Settings of one task. What is not said stays as annotation, catalog or customizer have it.
     *
     * @param retries Attempts after the first one, where the job itself does not say.
     * @param timeout Time after which an attempt is cancelled and failed.
     * @param backOff Time before the first retry; takes the place of the whole back-off that was there.
     * @param backOffFactor Each further retry waits so many times longer than the one before it; 2 where it is not said.
     * @param backOffLongest The longest time between two attempts; 1h where it is not said.
     * @param backOffJitter Share of chance in the back-off, 0 to 1; 0.2 where it is not said.
     * @param neverRetry Failures that are final at once: of these types, or caused by one.
     */
    public record Task(
            @Nullable Integer retries,
            @Nullable Duration timeout,
            @Nullable Duration backOff,
            @Nullable Double backOffFactor,
            @Nullable Duration backOffLongest,
            @Nullable Double backOffJitter,
            @DefaultValue List<Class<? extends Throwable>> neverRetry) {
        public Task {
            neverRetry = List.copyOf(neverRetry);
        }
    }
}
