// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker's bean. Knows nothing of Spring Boot. */
@Configuration(proxyBeanMethods = false)
class TurnoutConfiguration {
    @Bean
    WorkerLifecycle turnoutWorkerLifecycle(ConfigurableApplicationContext context, ObjectProvider<WorkerStart> start) {
        return new WorkerLifecycle(
                context,
                new WorkerAssembly(context.getBeanFactory())::assemble,
                start.getIfAvailable(() -> dev.turnout.runtime.Worker::start));
    }
}
