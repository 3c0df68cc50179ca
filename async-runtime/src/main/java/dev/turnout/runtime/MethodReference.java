// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The method that a reference names, and the class through which it is called. Read from what the compiler has written down
 * for a serializable lambda; nothing is called, and nothing is serialized.
 *
 * @param type the class of the receiver; of a static method, its own
 * @param method the method
 * @param boundTo whether the reference brings its receiver along
 */
record MethodReference(Class<?> type, Method method, boolean boundTo) {
    /** Answers for references without a receiver: those never change. */
    private static final ClassValue<List<MethodReference>> KNOWN = new ClassValue<>() {
        @Override
        protected List<MethodReference> computeValue(Class<?> type) {
            return new ArrayList<>(1);
        }
    };

    private static final String PROXY_MARK = "$$";

    /** @throws IllegalArgumentException if {@code reference} is a lambda with a body of its own, or cannot be read */
    static MethodReference of(Serializable reference) {
        List<MethodReference> known = KNOWN.get(reference.getClass());
        synchronized (known) {
            if (!known.isEmpty()) {
                return known.get(0);
            }
            MethodReference read = read(reference);
            if (!read.boundTo) {
                known.add(read);
            }
            return read;
        }
    }

    private static MethodReference read(Serializable reference) {
        SerializedLambda written = written(reference);
        ClassLoader loader = reference.getClass().getClassLoader();
        if (written.getImplMethodName().startsWith("lambda$")
                || written.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
            throw new IllegalArgumentException(
                    "TURNOUT-0630 a lambda in " + written.getCapturingClass().replace('/', '.')
                            + " was given where a job's method is to be named; nothing was put in. Give a method reference such as"
                            + " NotebookTasks::processUrl. The compiler makes a lambda of a reference with variable arguments, too:"
                            + " enqueue that method by its TaskAddress.");
        }
        try {
            Class<?> owner = Class.forName(written.getImplClass().replace('/', '.'), false, loader);
            Class<?>[] parameters = MethodType.fromMethodDescriptorString(written.getImplMethodSignature(), loader)
                    .parameterArray();
            Method method = owner.getDeclaredMethod(written.getImplMethodName(), parameters);
            Object receiver = written.getCapturedArgCount() > 0 ? written.getCapturedArg(0) : null;
            return new MethodReference(type(written, owner, receiver, loader), method, receiver != null);
        } catch (ReflectiveOperationException | LinkageError gone) {
            throw unreadable(reference, gone);
        }
    }

    private static Class<?> type(
            SerializedLambda written, Class<?> owner, @Nullable Object receiver, ClassLoader loader) {
        if (receiver != null) {
            return Proxy.isProxyClass(receiver.getClass()) ? owner : unproxied(receiver.getClass());
        }
        if (written.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic) {
            return owner;
        }
        return unproxied(MethodType.fromMethodDescriptorString(written.getInstantiatedMethodType(), loader)
                .parameterType(0));
    }

    private static Class<?> unproxied(Class<?> seen) {
        Class<?> type = seen;
        while (type.getName().contains(PROXY_MARK) && type.getSuperclass() != null) {
            type = type.getSuperclass();
        }
        return type;
    }

    private static SerializedLambda written(Serializable reference) {
        try {
            Method replace = reference.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return (SerializedLambda) replace.invoke(reference);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            throw unreadable(reference, closed);
        }
    }

    private static IllegalArgumentException unreadable(Serializable reference, Throwable cause) {
        return new IllegalArgumentException(
                "TURNOUT-0631 the method reference " + reference.getClass().getName() + " cannot be read: " + cause
                        + ". Nothing was put in. Give a method reference, not an object of a class of your own; in a module,"
                        + " open the package of the calling class to Turnout, or enqueue by TaskAddress.",
                cause);
    }
}
