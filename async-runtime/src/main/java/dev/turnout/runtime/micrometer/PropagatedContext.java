// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Thread-locals that follow a job: all for which a {@link io.micrometer.context.ThreadLocalAccessor} is registered, such as the
 * security context, the locale, the current observation, the application's own.
 *
 * <p>A continuation, and a piece handed to {@code Blocking}, has the values that stood on the thread which composed it. What a
 * body or a piece sets is taken off its thread when it returns, so that the next job there finds the thread as it was: a value
 * that nobody had set is cleared, not left.
 *
 * <p>Give it to the worker before other surroundings, so that it is left last: {@code
 * Worker.on(queue).surroundings(PropagatedContext.create())}. The MDC is carried by every worker without it; an accessor for the MDC
 * beside that does no harm. Immutable, for any number of workers.
 */
public final class PropagatedContext implements Surroundings {
    private final List<ContextSnapshotFactory> factories;

    private PropagatedContext(List<ContextSnapshotFactory> factories) {
        this.factories = factories;
    }

    /** Carries what the global registry has when a job runs: what libraries bring, and what the application has registered. */
    public static PropagatedContext create() {
        return of(ContextRegistry.getInstance());
    }

    /** Carries what {@code registries} have when a job runs, the first one's outermost. */
    public static PropagatedContext of(ContextRegistry... registries) {
        return new PropagatedContext(Arrays.stream(registries)
                .map(registry -> ContextSnapshotFactory.builder()
                        .contextRegistry(registry)
                        .clearMissing(true) // else what a piece sets anew would stay on its thread
                        .build())
                .toList());
    }

    @Override
    public Run open(Claim claim) {
        return new CarriedRun(factories);
    }

    private static final class CarriedRun implements Run {
        private final List<ContextSnapshotFactory> factories;
        private final Deque<ContextSnapshot.Scope> entered = new ArrayDeque<>();

        CarriedRun(List<ContextSnapshotFactory> factories) {
            this.factories = factories;
        }

        @Override
        public Optional<Object> argument(String declaredType) {
            return Optional.empty();
        }

        /** Sets what is there already: for the scope, which knows afterwards how the thread was. */
        @Override
        public void starting() {
            try {
                factories.forEach(factory -> entered.push(factory.captureAll().setThreadLocals()));
            } catch (RuntimeException | Error failure) {
                left();
                throw failure;
            }
        }

        @Override
        public UnaryOperator<Runnable> carrier() {
            List<ContextSnapshot> composed =
                    factories.stream().map(factory -> factory.captureAll()).toList();
            return piece -> {
                Runnable dressed = piece;
                for (int at = composed.size() - 1; at >= 0; at--) {
                    dressed = composed.get(at).wrap(dressed);
                }
                return dressed;
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
            ContextSnapshot.Scope innermost = entered.poll();
            if (innermost != null) {
                try {
                    innermost.close();
                } finally {
                    left();
                }
            }
        }
    }
}
