// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.task.TaskDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The method to call, on the bean to call it on, with bound arguments. */
final class Body {
    private static final String PROXY_MARK = "$$";

    private final Method method;
    private final @Nullable Object bean;
    private final @Nullable Object[] arguments;

    private Body(Method method, @Nullable Object bean, @Nullable Object[] arguments) {
        this.method = method;
        this.bean = bean;
        this.arguments = arguments;
    }

    /** The call of {@code task} on the bean of its class, through whatever proxy that bean has. */
    static Body of(TaskDefinition task, Function<Class<?>, Object> beans, @Nullable Object[] arguments)
            throws BindingFault {
        if (Modifier.isStatic(task.method().getModifiers())) {
            return new Body(accessible(task, task.method()), null, arguments);
        }
        Object bean;
        try {
            bean = beans.apply(task.type());
        } catch (RuntimeException | LinkageError missing) {
            throw new BindingFault(
                    "TURNOUT-0115 no bean of " + task.type().getName() + " for task " + task.address() + ": "
                            + missing.getMessage() + " The job was not run. Define the bean, or leave the task to the"
                            + " legacy pool.",
                    missing);
        }
        return new Body(accessible(task, methodOn(task, bean)), bean, arguments);
    }

    private static Class<?> written(Class<?> seen) {
        Class<?> type = seen;
        while (type.getName().contains(PROXY_MARK) && type.getSuperclass() != null) {
            type = type.getSuperclass();
        }
        return type;
    }

    /** Calls the method on this thread. Throws what it throws. */
    @Nullable
    Object call() throws Throwable {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            throw cause == null ? thrown : cause;
        }
    }

    private static Method methodOn(TaskDefinition task, Object bean) throws BindingFault {
        Method method = task.method();
        if (method.getDeclaringClass().isInstance(bean)) {
            Class<?> below = written(bean.getClass());
            if (task.isOverriddenIn(below)) {
                throw new BindingFault(
                        "TURNOUT-0665 " + below.getName() + " overrides "
                                + task.address().methodName() + ", and the twin " + method.getName() + " of "
                                + method.getDeclaringClass().getName()
                                + " would do something else. The job was not run. Override the twin too, or leave the"
                                + " task to the legacy pool.",
                        null);
            }
            return method;
        }
        try { // a JDK proxy: the method is there only if one of its interfaces has it
            return bean.getClass().getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException hidden) {
            throw new BindingFault(
                    "TURNOUT-0116 the proxy of " + task.type().getName() + " does not show " + method.getName()
                            + ", which task " + task.address() + " calls. The job was not run. Put the method into the"
                            + " interface, or proxy the class (proxyTargetClass = true).",
                    hidden);
        }
    }

    private static Method accessible(TaskDefinition task, Method method) throws BindingFault {
        try {
            method.setAccessible(true); // package-private tasks of package-private classes are welcome
            return method;
        } catch (RuntimeException closed) {
            throw new BindingFault(
                    "TURNOUT-0117 " + task.address() + " is in a module that does not open its package. The job was not"
                            + " run. Open the package to Turnout.",
                    closed);
        }
    }
}
