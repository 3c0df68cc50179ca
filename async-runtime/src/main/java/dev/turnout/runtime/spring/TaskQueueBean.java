// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Departure;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Queue;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * The {@link TaskQueue} on the one {@link Queue} of a context without Spring Boot. It comes after all configurations, so that a
 * queue of the application's own, or Boot's, is the only one.
 */
final class TaskQueueBean implements BeanDefinitionRegistryPostProcessor {
    private static final String TRANSACTIONS =
            "org.springframework.transaction.support.TransactionSynchronizationManager";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry instanceof ConfigurableListableBeanFactory factory
                && names(factory, TaskQueue.class) == 0
                && names(factory, Queue.class) == 1) {
            registry.registerBeanDefinition(
                    "turnoutTaskQueue",
                    new RootBeanDefinition(
                            TaskQueue.class,
                            () -> through(
                                    factory.getBean(Queue.class),
                                    factory.getBeanProvider(Door.class).stream().toList(),
                                    factory.getBeanProvider(Departure.class)
                                            .getIfAvailable(() -> departure(factory.getBeanClassLoader())))));
        }
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        // the definition is there
    }

    static TaskQueue through(Queue queue, List<Door> doors, Departure departure) {
        List<Door> apart =
                doors.stream().filter(door -> !(door instanceof Queue)).toList(); // a queue in memory is its own door
        return TaskQueue.through(apart.size() == 1 ? apart.get(0) : queue.door())
                .returns(new SpringReturnTypes())
                .leaving(departure);
    }

    private static Departure departure(ClassLoader loader) {
        return ClassUtils.isPresent(TRANSACTIONS, loader) ? new TransactionDeparture() : Departure.AT_ONCE;
    }

    private static int names(ConfigurableListableBeanFactory factory, Class<?> type) {
        return factory.getBeanNamesForType(type, true, false).length;
    }
}
