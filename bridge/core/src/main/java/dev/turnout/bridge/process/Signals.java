// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hears signals of the operating system, also the second one: a JVM by itself ends with the first and is deaf for the rest
 * while its shutdown hooks run. The JDK's door to signals has no official name, and a compiler warns of it without a way to
 * agree; so it is called by reflection, and where it is missing nothing is heard and the shutdown hooks are all there is.
 */
public final class Signals {
    private Signals() {}

    /**
     * Calls {@code heard} for each signal of that name, on a thread of the JVM, instead of ending the JVM.
     *
     * @param name as {@code TERM} or {@code INT}
     * @return whether it can be heard here
     */
    public static boolean on(String name, Runnable heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ear = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            heard.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "handler of " + name;
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ear);
            return true;
        } catch (InvocationTargetException taken) { // by the JVM (-Xrs), or unknown to this system
            return false;
        } catch (ReflectiveOperationException absent) {
            return false;
        }
    }
}
