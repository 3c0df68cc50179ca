// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfigurationReader;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Gives the background job server an {@link AwaitingWorkerPolicy} around its own one, and with it the application's
 * {@link JobActivator}. Nothing to switch on: the jar beside the application is enough, and taking it out is the way
 * back.
 *
 * <p>{@code turnout.legacy.in-flight}: how many jobs of one server may be under way at once; 0, the default, for as many
 * as it has workers.
 */
@AutoConfiguration(before = JobRunrAutoConfiguration.class)
@ConditionalOnClass({BackgroundJobServer.class, JobRunrAutoConfiguration.class})
public class AwaitingAutoConfiguration {
    private static final String IN_FLIGHT = "turnout.legacy.in-flight";

    /** Sets the policy on each server configuration of the context, also on the application's own one. */
    @Bean
    static BeanPostProcessor turnoutAwaitingPolicy(ObjectProvider<JobActivator> activator, Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof org.jobrunr.server.BackgroundJobServerConfiguration server) {
                    BackgroundJobServerWorkerPolicy threads =
                            new BackgroundJobServerConfigurationReader(server).getBackgroundJobServerWorkerPolicy();
                    if (!(threads instanceof AwaitingWorkerPolicy)) {
                        server.andBackgroundJobServerWorkerPolicy(
                                AwaitingWorkerPolicy.around(threads, () -> activator.getIfAvailable())
                                        .inFlight(environment.getProperty(IN_FLIGHT, Integer.class, 0)));
                    }
                }
                return bean;
            }
        };
    }
}
