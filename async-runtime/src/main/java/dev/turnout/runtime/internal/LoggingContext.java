// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.LogFields;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The logging context of a run: who it is, and whatever the task adds. It follows the job: a continuation has what stood in
 * the MDC where it was composed.
 */
final class LoggingContext implements Surroundings {
    static final String JOB = "jobId";
    static final String TASK = "task";
    static final String ATTEMPT = "attempt";
    private static final int MAX_CAUSES = 32;

    @Override
    public Run open(Claim claim) {
        return new LoggedRun(claim);
    }

    /** Writes a line about {@code failure} with the run and the failure's own {@link LogFields} in the MDC. */
    static void during(Claim claim, Throwable failure, Runnable line) {
        Map<String, String> former = MDC.getCopyOfContextMap();
        try {
            fields(failure).forEach(MDC::put);
            identify(claim);
            line.run();
        } finally {
            set(former);
        }
    }

    private static Map<String, String> fields(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof LogFields telling) {
                try {
                    return Map.copyOf(telling.logFields());
                } catch (Throwable broken) {
                    return Map.of("logFields", broken.toString());
                }
            }
            cause = cause.getCause();
        }
        return Map.of();
    }

    private static void identify(Claim claim) {
        MDC.put(JOB, claim.id().value());
        MDC.put(TASK, claim.task().toString());
        MDC.put(ATTEMPT, Integer.toString(claim.attempt()));
    }

    private static void set(@Nullable Map<String, String> values) {
        if (values == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(values);
        }
    }

    private static final class LoggedRun implements Run {
        private final Claim claim;
        private @Nullable Map<String, String> former;

        LoggedRun(Claim claim) {
            this.claim = claim;
        }

        @Override
        public Optional<Object> argument(String declaredType) {
            return Optional.empty();
        }

        @Override
        public void starting() {
            former = MDC.getCopyOfContextMap();
            identify(claim);
        }

        @Override
        public UnaryOperator<Runnable> carrier() {
            Map<String, String> composed = MDC.getCopyOfContextMap();
            return piece -> () -> {
                Map<String, String> before = MDC.getCopyOfContextMap();
                set(composed);
                try {
                    piece.run();
                } finally {
                    set(before);
                }
            };
        }

        @Override
        public void ended(Optional<Throwable> failure) {
            // what was set is taken away where it was set
        }

        @Override
        public Map<String, JsonNode> notes() {
            return Map.of();
        }

        @Override
        public void left() {
            set(former);
        }
    }
}
