// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does each operation on a thread of its own, {@code op-<name>}; before that once on another one, so that what the JDK does
 * only on first use is not counted.
 */
public final class OperationsMain {
    static final String THREAD = "op-";

    private OperationsMain() {}

    public static void main(String[] args) throws Exception {
        for (Operation operation : Operations.all()) {
            once(operation, "warm-" + operation.name());
            once(operation, THREAD + operation.name());
        }
    }

    private static void once(Operation operation, String thread) throws Exception {
        Aside aside = new Aside();
        Aside.Action body = operation.setUp().of(aside);
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread runs = new Thread(
                () -> {
                    try {
                        body.run();
                        end.complete("");
                    } catch (Throwable e) {
                        end.completeExceptionally(new IllegalStateException(thread, e));
                    }
                },
                thread);
        runs.start();
        aside.watch(runs);
        end.get(1, TimeUnit.MINUTES);
        aside.end();
    }
}
