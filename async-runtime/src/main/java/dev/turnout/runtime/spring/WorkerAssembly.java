// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes a worker of the beans of one context. */
final class WorkerAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerAssembly.class);

    private final ConfigurableListableBeanFactory factory;

    WorkerAssembly(ConfigurableListableBeanFactory factory) {
        this.factory = factory;
    }

    /** A new worker, not started. */
    Worker assemble() {
        ReturnTypes returns = new SpringReturnTypes();
        BeanTasks beans = BeanTasks.in(factory);
        TaskRegistry tasks = tasks(beans);
        tasks.all().forEach(new ProxyTraps(factory, beans, returns)::check);
        if (!beans.unknown().isEmpty()) {
            LOG.warn(
                    "TURNOUT-0410 nothing but an interface is known of these beans until they are created, so tasks of their"
                            + " classes are not found, and their jobs not run here: {}. If one holds tasks, let its @Bean"
                            + " method return the class, or take @Lazy off.",
                    beans.unknown());
        }
        WorkerOptions options = all(WorkerOptions.class).getIfAvailable(WorkerOptions::with);
        Worker.Builder worker = Worker.on(queue())
                .tasks(tasks)
                .beans(beans::bean)
                .options(new ConnectionPools(factory).size(options))
                .returns(returns)
                .closesOnExit(false);
        all(Subtypes.class).ifAvailable(worker::subtypes);
        all(Surroundings.class).orderedStream().forEach(worker::surroundings);
        all(WorkerListener.class).orderedStream().forEach(worker::listener);
        return worker.build();
    }

    private Queue queue() {
        try {
            Queue queue = all(Queue.class).getIfAvailable();
            if (queue != null) {
                return queue;
            }
        } catch (NoUniqueBeanDefinitionException several) {
            throw new StartFailure(
                    "TURNOUT-0376",
                    "There are several beans of type " + Queue.class.getName() + ": " + several.getBeanNamesFound()
                            + ". A worker runs the jobs of one.",
                    "Mark one of them as @Primary, or take the others out.");
        }
        throw new StartFailure(
                "TURNOUT-0376",
                "A worker is switched on, but there is no bean of type " + Queue.class.getName() + " to work on.",
                "Define one; with the bridge on the class path, turnout.queue.layout=jobrunr does.");
    }

    /** As annotations and catalogs declare them, then as customizers change them, then as the properties say. */
    TaskRegistry tasks(BeanTasks beans) {
        List<TaskCustomizer> customizers =
                all(TaskCustomizer.class).orderedStream().toList();
        TaskRegistry customized = TaskRegistry.of(TaskRegistry.of(beans.definitions()).all().stream()
                .map(task -> customized(task, customizers))
                .toList());
        TaskSettings settings = all(TaskSettings.class).getIfAvailable();
        return settings == null ? customized : settings.applyTo(customized);
    }

    private static TaskDefinition customized(TaskDefinition declared, List<TaskCustomizer> customizers) {
        TaskDefinition task = declared;
        for (TaskCustomizer customizer : customizers) {
            task = customizer.customize(task);
            if (!task.address().equals(declared.address())) {
                throw new StartFailure(
                        "TURNOUT-0378",
                        "The customizer " + customizer.getClass().getName() + " made " + task.address() + " of task "
                                + declared.address() + ".",
                        "Let it keep the address: stored jobs name it.");
            }
        }
        return task;
    }

    private <T> ObjectProvider<T> all(Class<T> type) {
        return factory.getBeanProvider(type);
    }
}
