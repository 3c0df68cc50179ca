// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Observes each run of a job, as {@code turnout.job}: from the start of the body until the queue has stored what became of it.
 * Its parent is the trace in the job's metadata, as {@link TracedDoor} writes it; it is the current one in the body, in every
 * continuation and in blocking work.
 *
 * <p>A worker needs it twice, as listener and as surroundings: {@code
 * Worker.on(queue).listener(observations).surroundings(observations)}. One object may serve several workers.
 */
public final class JobObservations extends ClaimEnds implements Surroundings {
    private final ObservationRegistry registry;
    private final Map<RunKey, Observation> running = new ConcurrentHashMap<>();

    /** Observes with the handlers of {@code registry}. */
    public JobObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void started(Claim claim) {
        Observation run = Spans.of(
                        Spans.RUN, "run", claim.task(), claim.id(), () -> new RunObservationContext(claim), registry)
                .highCardinalityKeyValue(Spans.ATTEMPT, Integer.toString(claim.attempt()));
        running.put(RunKey.of(claim), run.start());
    }

    @Override
    void over(Claim claim, Outcome outcome, Optional<Throwable> failure) {
        Observation run = running.remove(RunKey.of(claim));
        if (run != null) {
            run.lowCardinalityKeyValue(Outcome.KEY, outcome.tag());
            failure.ifPresent(run::error);
            run.stop();
        }
    }

    @Override
    public Run open(Claim claim) {
        return new ObservedRun(RunKey.of(claim));
    }

    /** Closes {@code scope} on the thread that opened it, and what was opened inside of it and forgotten. */
    private void close(Observation.Scope scope) {
        Observation.Scope top = registry.getCurrentObservationScope();
        while (top != null && top != scope && isInside(top, scope)) {
            top.close();
            top = registry.getCurrentObservationScope();
        }
        scope.close();
    }

    private static boolean isInside(Observation.Scope inner, Observation.Scope outer) {
        Observation.@Nullable Scope around = inner.getPreviousObservationScope();
        while (around != null && around != outer) {
            around = around.getPreviousObservationScope();
        }
        return around == outer;
    }

    private final class ObservedRun implements Run {
        private final RunKey key;
        private Observation.@Nullable Scope entered;

        ObservedRun(RunKey key) {
            this.key = key;
        }

        @Override
        public Optional<Object> argument(String declaredType) {
            return Optional.empty();
        }

        @Override
        public void starting() {
            Observation run = running.get(key);
            entered = run == null ? null : run.openScope(); // null: over before it began, as with a lost claim
        }

        @Override
        public UnaryOperator<Runnable> carrier() {
            Observation composed = registry.getCurrentObservation();
            if (composed == null) {
                return UnaryOperator.identity();
            }
            return piece -> () -> {
                Observation.Scope scope = composed.openScope();
                try {
                    piece.run();
                } finally {
                    close(scope);
                }
            };
        }

        @Override
        public void ended(Optional<Throwable> failure) {
            // the observation ends when the queue has stored the end
        }

        @Override
        public Map<String, JsonNode> notes() {
            return Map.of();
        }

        @Override
        public void left() {
            Observation.Scope scope = entered;
            entered = null;
            if (scope != null) {
                close(scope);
            }
        }
    }
}
