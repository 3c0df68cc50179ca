// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;

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

    /** The subtypes that arguments may be of, from {@code turnout.worker.subtypes}. */
    @Bean
    @ConditionalOnMissingBean
    public Subtypes turnoutSubtypes(TurnoutProperties properties, ResourceLoader resources) {
        return Subtypes.named(
                properties.subtypes(),
                Objects.requireNonNullElseGet(resources.getClassLoader(), Subtypes.class::getClassLoader));
    }

    @Bean
    TaskSettings turnoutTaskSettings(TurnoutProperties properties) {
        return new TaskSettings(properties.tasks());
    }

    /** A worker that ends the application, where that is asked for. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("turnout.worker.burst")
    static class BurstConfiguration {
        @Bean
        @ConditionalOnMissingBean
        BurstExit turnoutBurstExit() {
            return (code, result) -> System.exit(code);
        }

        @Bean
        BurstStart turnoutBurstStart(
                ApplicationContext context,
                ObjectProvider<ApplicationArguments> application,
                TurnoutProperties properties,
                BurstExit exit) {
            return new BurstStart(
                    context, application, BurstStart.jobsOf(properties.burst()), properties.burstDeferred(), exit);
        }
    }

    /** The worker itself, where it is switched on. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(WorkerWanted.class)
    @ConditionalOnMissingBean(WorkerLifecycle.class)
    @Import(TurnoutConfiguration.class)
    public static class Enabled {}
}
