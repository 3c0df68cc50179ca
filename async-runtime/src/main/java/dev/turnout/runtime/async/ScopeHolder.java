// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The scope of each thread. */
final class ScopeHolder {
    static final ThreadLocal<@Nullable JobScope> CURRENT = new ThreadLocal<>();

    private ScopeHolder() {}

    static <T extends @Nullable Object> T callIn(@Nullable JobScope scope, Callable<T> body) throws Exception {
        JobScope former = CURRENT.get();
        set(scope);
        try {
            return body.call();
        } finally {
            set(former);
        }
    }

    private static void set(@Nullable JobScope scope) {
        if (scope == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(scope);
        }
    }
}
