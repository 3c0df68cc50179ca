// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.WorkerOptions;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A worker for each Boot application that sets {@code turnout.worker.enabled=true}, on its one {@link Queue}. The properties
 * are those of {@link TurnoutProperties}; they also hold for the worker of {@link EnableTurnout}.
 */
@AutoConfiguration
@EnableConfigurationProperties(TurnoutProperties.class)
public class TurnoutAutoConfiguration {
    /** The figures of the worker, from the properties {@code turnout.worker.*}. */
    @Bean
    @ConditionalOnMissingBean
    public WorkerOptions turnoutWorkerOptions(TurnoutProperties properties) {
        return properties.options();
    }

    @Bean
    TaskSettings turnoutTaskSettings(TurnoutProperties properties) {
        return new TaskSettings(properties.tasks());
    }

    /** The worker itself, where it is switched on. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(WorkerWanted.class)
    @ConditionalOnMissingBean(WorkerLifecycle.class)
    @Import(TurnoutConfiguration.class)
    public static class Enabled {}
}
