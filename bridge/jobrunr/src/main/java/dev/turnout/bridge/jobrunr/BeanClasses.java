// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.lang.reflect.Proxy;
import org.jobrunr.server.JobActivator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which class a job's object has in the end: a job may name an interface, or a class that the application's bean extends. */
final class BeanClasses {
    private static final Logger LOG = LoggerFactory.getLogger(BeanClasses.class);
    private static final String MADE = "$$";

    private BeanClasses() {}

    /**
     * The class of the object that {@code activator} gives for {@code type}, as its author wrote it; {@code type} itself where
     * that cannot be seen: there is no such object, or a proxy of interfaces hides it. Asks for an object, and drops it.
     */
    static Class<?> of(Class<?> type, @Nullable JobActivator activator) {
        Object bean = activator == null ? null : activator.activateJob(type);
        if (bean == null) {
            return type;
        }
        if (Proxy.isProxyClass(bean.getClass())) {
            LOG.info(
                    "TURNOUT-0666 The bean of {} is a proxy of interfaces. Whether its class has twins cannot be seen, and jobs keep"
                            + " their threads unless the interface has the twin. To have them awaited, proxy the class"
                            + " (proxyTargetClass = true) or put the twin into the interface.",
                    type.getName());
            return type;
        }
        Class<?> written = bean.getClass();
        while (written.getName().contains(MADE) && type.isAssignableFrom(written.getSuperclass())) {
            written = written.getSuperclass();
        }
        return written;
    }
}
