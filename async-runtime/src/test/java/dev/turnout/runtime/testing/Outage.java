// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Duties;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Routes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A queue whose store can be away: then no question reaches it, and each one fails, as with a lost connection. */
public final class Outage implements Queue {
    private final Queue inner;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean away;

    public Outage(Queue inner) {
        this.inner = inner;
    }

    public void away(boolean away) {
        this.away = away;
    }

    /** Questions that have failed because of it. */
    public int refused() {
        return refused.get();
    }

    private <T> T failing(Class<T> face, T real) {
        return face.cast(Proxy.newProxyInstance(
                face.getClassLoader(), new Class<?>[] {face}, (proxy, method, arguments) -> {
                    if (away && CompletionStage.class.isAssignableFrom(method.getReturnType())) {
                        refused.incrementAndGet();
                        return CompletableFuture.failedFuture(new IllegalStateException("connection refused"));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    @Override
    public Claims claims() {
        return failing(Claims.class, inner.claims());
    }

    @Override
    public Duties duties() {
        return failing(Duties.class, inner.duties());
    }

    @Override
    public Presence presence() {
        return failing(Presence.class, inner.presence());
    }

    @Override
    public Door door() {
        return failing(Door.class, inner.door());
    }

    @Override
    public Routes routes() {
        return failing(Routes.class, inner.routes());
    }

    @Override
    public Controls controls() {
        return failing(Controls.class, inner.controls());
    }

    @Override
    public void close() {
        inner.close();
    }
}
