// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** The tasks of an application, and the beans to call for them: found by the class behind a proxy, called through it. */
final class BeanTasks {
    private static final Logger LOG = LoggerFactory.getLogger(BeanTasks.class);
    private static final String SPRING = "org.springframework.";

    private final ConfigurableListableBeanFactory factory;
    private final Map<Class<?>, List<String>> names = new HashMap<>();

    private BeanTasks(ConfigurableListableBeanFactory factory) {
        this.factory = factory;
        for (String name : factory.getBeanDefinitionNames()) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : typeOf(name);
            if (type != null) {
                names.computeIfAbsent(type, first -> new ArrayList<>()).add(name);
            }
        }
    }

    static BeanTasks in(ConfigurableListableBeanFactory factory) {
        return new BeanTasks(factory);
    }

    /** What the catalogs list, and what the classes of beans annotate. Creates no bean. */
    List<TaskDefinition> definitions() {
        ClassLoader loader = factory.getBeanClassLoader();
        List<TaskDefinition> all =
                new ArrayList<>(TaskCatalog.read(loader == null ? ClassUtils.getDefaultClassLoader() : loader));
        names.keySet().forEach(type -> all.addAll(annotatedIn(type)));
        return all;
    }

    private static List<TaskDefinition> annotatedIn(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, AsyncTask.class)
                || type.getName().startsWith(SPRING)) {
            return List.of();
        }
        try {
            return TaskRegistry.annotatedIn(type);
        } catch (LinkageError absent) { // a bean class that mentions an optional library, as auto-configurations do
            LOG.info("{} is not searched for tasks: {}", type.getName(), absent.toString());
            return List.of();
        }
    }

    /** The bean of {@code type}, with its proxy around it. */
    Object bean(Class<?> type) {
        List<String> named = names.getOrDefault(type, List.of());
        return named.size() == 1 ? factory.getBean(named.get(0)) : factory.getBean(type);
    }

    /** The class that a bean's author wrote. Initialises no factory bean, and asks no scope. */
    private @Nullable Class<?> typeOf(String name) {
        String target = ScopedProxyUtils.getTargetBeanName(name);
        if (factory.containsBeanDefinition(target)) {
            return typeOf(target);
        }
        Class<?> behindProxy = AutoProxyUtils.determineTargetClass(factory, name);
        Class<?> type = behindProxy == null ? factory.getType(name, false) : behindProxy;
        return type == null ? null : ClassUtils.getUserClass(type);
    }
}
