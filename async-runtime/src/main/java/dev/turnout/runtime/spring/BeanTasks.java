// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** The tasks of an application, and the beans to call for them: found by the class behind a proxy, called through it. */
final class BeanTasks {
    private static final String SCOPED_TARGET = "scopedTarget.";

    private final ConfigurableListableBeanFactory factory;
    private final Map<Class<?>, List<String>> names = new HashMap<>();

    private BeanTasks(ConfigurableListableBeanFactory factory) {
        this.factory = factory;
        for (String name : factory.getBeanDefinitionNames()) {
            Class<?> type = name.startsWith(SCOPED_TARGET) ? null : typeOf(name);
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
        names.keySet().forEach(type -> all.addAll(TaskRegistry.annotatedIn(type)));
        return all;
    }

    /** The bean of {@code type}, with its proxy around it. */
    Object bean(Class<?> type) {
        List<String> named = names.getOrDefault(type, List.of());
        return named.size() == 1 ? factory.getBean(named.get(0)) : factory.getBean(type);
    }

    private @Nullable Class<?> typeOf(String name) {
        Class<?> behindProxy = AutoProxyUtils.determineTargetClass(factory, name);
        Class<?> type = behindProxy == null ? factory.getType(name, false) : behindProxy;
        return type == null ? null : ClassUtils.getUserClass(type);
    }
}
