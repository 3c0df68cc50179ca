// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** The tasks of an application and of its parent contexts, and the beans to call for them: found by the class behind a proxy, called through it. */
final class BeanTasks {
    private static final Logger LOG = LoggerFactory.getLogger(BeanTasks.class);
    private static final String SPRING = "org.springframework.";
    private static final List<String> NOT_OURS = List.of(SPRING, "java.", "javax.", "jakarta.");

    private final ConfigurableListableBeanFactory factory;
    private final Map<Class<?>, List<String>> names = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();

    private BeanTasks(ConfigurableListableBeanFactory factory) {
        this.factory = factory;
        Set<String> seen = new HashSet<>();
        BeanFactory next = factory;
        while (next instanceof ConfigurableListableBeanFactory owner) {
            Stream.of(owner.getBeanDefinitionNames())
                    .filter(seen::add) // of one name, the nearest context's is meant
                    .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
                    .forEach(name -> note(owner, name));
            next = owner.getParentBeanFactory();
        }
    }

    private void note(ConfigurableListableBeanFactory owner, String name) {
        Class<?> type = typeOf(owner, name);
        if (type != null) {
            names.computeIfAbsent(type, first -> new ArrayList<>()).add(name);
            if (type.isInterface() && !owner.containsSingleton(name) && mayHoldTasks(type)) {
                unknown.add(name + " (" + type.getName() + ")");
            }
        }
    }

    private static boolean mayHoldTasks(Class<?> type) {
        return NOT_OURS.stream().noneMatch(type.getName()::startsWith);
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

    /** Beans that are not there yet, and of which no more is known than an interface: name and interface. */
    List<String> unknown() {
        return List.copyOf(unknown);
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

    /** Whether a bean of {@code type} that is there already is behind a class proxy, which has the methods, and not the fields. */
    boolean isBehindClassProxy(Class<?> type) {
        return names.getOrDefault(type, List.of()).stream()
                .filter(name -> factory.containsBean(name) && factory.isSingleton(name))
                .map(this::singleton)
                .anyMatch(AopUtils::isCglibProxy);
    }

    private @Nullable Object singleton(String name) {
        BeanFactory next = factory;
        while (next instanceof ConfigurableListableBeanFactory owner) {
            if (owner.containsBeanDefinition(name)) {
                return owner.getSingleton(name);
            }
            next = owner.getParentBeanFactory();
        }
        return null;
    }

    /** The class that a bean's author wrote. Initialises no factory bean, and asks no scope. */
    private static @Nullable Class<?> typeOf(ConfigurableListableBeanFactory owner, String name) {
        String target = ScopedProxyUtils.getTargetBeanName(name);
        if (owner.containsBeanDefinition(target)) {
            return typeOf(owner, target);
        }
        Class<?> behindProxy = AutoProxyUtils.determineTargetClass(owner, name);
        Class<?> type = behindProxy == null ? owner.getType(name, false) : behindProxy;
        return type == null ? null : ClassUtils.getUserClass(type);
    }
}
