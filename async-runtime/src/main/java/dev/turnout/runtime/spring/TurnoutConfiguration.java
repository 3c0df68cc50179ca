// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker's bean. */
@Configuration(proxyBeanMethods = false)
class TurnoutConfiguration {
    @Bean
    WorkerLifecycle turnoutWorkerLifecycle(
            ConfigurableListableBeanFactory factory,
            Queue queue,
            ObjectProvider<WorkerOptions> options,
            ObjectProvider<ObjectMapper> mapper,
            ObjectProvider<Surroundings> surroundings,
            ObjectProvider<WorkerListener> listeners,
            ObjectProvider<WorkerStart> start) {
        return new WorkerLifecycle(start.getIfUnique(() -> Worker::start), () -> {
            BeanTasks beans = BeanTasks.in(factory);
            Worker.Builder worker = Worker.on(queue)
                    .tasks(TaskRegistry.of(beans.definitions()))
                    .beans(beans::bean)
                    .options(options.getIfAvailable(WorkerOptions::with))
                    .returns(new SpringReturnTypes())
                    .closesOnExit(false);
            mapper.ifUnique(worker::mapper);
            surroundings.orderedStream().forEach(worker::surroundings);
            listeners.orderedStream().forEach(worker::listener);
            return worker.build();
        });
    }
}
