// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A scope that dresses each thread it uses in a context captured when it was made. */
final class Carrying<K, V> implements JobScope {
    private final JobScope inner;
    private final Supplier<@Nullable Map<K, V>> capture;
    private final Consumer<Map<K, V>> restore;
    private final Map<K, V> context;

    Carrying(JobScope inner, Supplier<@Nullable Map<K, V>> capture, Consumer<Map<K, V>> restore) {
        this.inner = inner;
        this.capture = capture;
        this.restore = restore;
        this.context = captured();
    }

    @Override
    public Executor continuations() {
        return dressed(inner.continuations());
    }

    @Override
    public Executor blocking(String pool) {
        return dressed(inner.blocking(pool));
    }

    @Override
    public boolean mayWait() {
        return inner.mayWait();
    }

    @Override
    public boolean cancelled() {
        return inner.cancelled();
    }

    private Executor dressed(Executor threads) {
        return command -> threads.execute(() -> {
            Map<K, V> former = captured();
            restore.accept(context);
            try {
                command.run();
            } finally {
                restore.accept(former);
            }
        });
    }

    private Map<K, V> captured() {
        Map<K, V> now = capture.get();
        return now == null ? Map.of() : now;
    }
}
