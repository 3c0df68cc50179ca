// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.Lane;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.TaskDefinition;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/** Tasks whose proxy ends something before their work has ended, or never passes them on. */
final class ProxyTraps {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyTraps.class);
    private static final List<String> TRANSACTIONAL =
            List.of("org.springframework.transaction.annotation.Transactional", "jakarta.transaction.Transactional");

    private final boolean asyncProxies;
    private final ReturnTypes returns;
    private final BeanTasks beans;

    ProxyTraps(BeanFactory factory, BeanTasks beans, ReturnTypes returns) {
        this.beans = beans;
        this.asyncProxies = factory.containsBean(TaskManagementConfigUtils.ASYNC_ANNOTATION_PROCESSOR_BEAN_NAME)
                || factory.containsBean(TaskManagementConfigUtils.ASYNC_EXECUTION_ASPECT_BEAN_NAME);
        this.returns = returns;
    }

    /**
     * @throws StartFailure if a job of {@code task} would be taken for done when it has only been handed on, or would run on the
     *     proxy itself
     */
    void check(TaskDefinition task) {
        if (Modifier.isFinal(task.method().getModifiers()) && beans.isBehindClassProxy(task.type())) {
            throw new StartFailure(
                    "TURNOUT-0411",
                    "Task " + task.address() + " is the final method "
                            + task.method().getName()
                            + ", and its bean is behind a class proxy, which cannot pass it on: it would run on the"
                            + " proxy, without the bean's fields, and without its transaction.",
                    "Take final off the method.");
        }
        boolean endsLater = returns.knows(task.method().getReturnType());
        if (asyncProxies && !endsLater && carries(task, Async.class.getName())) {
            throw new StartFailure(
                    "TURNOUT-0379",
                    "Task " + task.address()
                            + " carries @Async, so its proxy returns before the work is done, and returns"
                            + " nothing to wait for: a failure would be lost.",
                    "Let it return a CompletableFuture, or take @Async off: a worker runs it on a thread of its lane.");
        }
        if (task.lane() == Lane.COMPOSED && TRANSACTIONAL.stream().anyMatch(name -> carries(task, name))) {
            LOG.warn(
                    "TURNOUT-0377 task {} is composed and carries @Transactional: its transaction ends when the method"
                            + " returns, not when its stage does. Put the transaction on the method of another bean that"
                            + " it hands to Blocking.",
                    task.address());
        }
    }

    private static boolean carries(TaskDefinition task, String annotation) {
        return Stream.of(task.method(), task.type())
                .map(element -> MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY))
                .anyMatch(annotations -> annotations.isPresent(annotation));
    }
}
