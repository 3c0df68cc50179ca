// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.micrometer.JobObservations;
import dev.turnout.runtime.micrometer.PropagatedContext;
import dev.turnout.runtime.micrometer.TracedDoor;
import dev.turnout.runtime.micrometer.WorkerMeters;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.TaskRegistry;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Meters, observations and carried thread-locals for a worker, each where the library for it is there. */
@AutoConfiguration(
        after = TurnoutAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
public class TurnoutMicrometerAutoConfiguration {
    private static final int BEFORE_OTHERS = Ordered.HIGHEST_PRECEDENCE + 100;

    /** Thread-locals that follow a job, where context-propagation is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ContextSnapshotFactory.class)
    @ConditionalOnBean(WorkerLifecycle.class)
    static class Context {
        @Bean
        @Order(BEFORE_OTHERS)
        @ConditionalOnMissingBean
        PropagatedContext turnoutPropagatedContext() {
            ContextRegistry libraries = ContextRegistry.getInstance();
            return PropagatedContext.of(libraries, SpringAccessors.missingFrom(libraries));
        }
    }

    /** The worker's figures, where there is a registry for them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean({MeterRegistry.class, WorkerLifecycle.class})
    @ConditionalOnSingleCandidate(Queue.class)
    static class Meters {
        @Bean
        @ConditionalOnMissingBean
        WorkerMeters turnoutWorkerMeters(Queue queue, ConfigurableListableBeanFactory factory) {
            return WorkerMeters.of(
                    queue, () -> TaskRegistry.of(BeanTasks.in(factory).definitions()), List.of());
        }
    }

    /** Observations of jobs where they run and where they are put in, where there is a registry for them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {
        @Bean
        @Order(BEFORE_OTHERS + 1)
        @ConditionalOnBean(WorkerLifecycle.class)
        @ConditionalOnMissingBean
        JobObservations turnoutJobObservations(ObservationRegistry registry) {
            return new JobObservations(registry);
        }

        @Bean
        @ConditionalOnSingleCandidate(Queue.class)
        @ConditionalOnMissingBean
        TracedDoor turnoutTracedDoor(Queue queue, ObservationRegistry registry) {
            return TracedDoor.of(queue.door(), registry);
        }
    }
}
