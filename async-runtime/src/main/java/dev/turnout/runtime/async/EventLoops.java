// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.Set;

/** Knows an event-loop thread by the names of its types, so that no client library has to be on the class path. */
final class EventLoops {
    private static final Set<String> MARKERS = Set.of(
            "io.netty.util.concurrent.FastThreadLocalThread",
            "reactor.core.scheduler.NonBlocking",
            "io.vertx.core.impl.VertxThread");

    private EventLoops() {}

    static boolean isOne(Thread thread) {
        for (Class<?> type = thread.getClass(); type != null && type != Thread.class; type = type.getSuperclass()) {
            if (MARKERS.contains(type.getName())) {
                return true;
            }
            for (Class<?> face : type.getInterfaces()) {
                if (MARKERS.contains(face.getName())) {
                    return true;
                }
            }
        }
        return false;
    }
}
