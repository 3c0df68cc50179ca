// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.bridge.Cutover;
import dev.turnout.runtime.redis.Link;
import java.io.PrintWriter;
import java.time.Duration;

/** Says why a new worker would do nothing: without a route, every task is the legacy pool's. */
final class RouteHint {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Thread asking;

    private RouteHint(Runnable question) {
        this.asking = new Thread(question, "turnout-route-hint");
        asking.setDaemon(true);
        asking.start();
    }

    /**
     * Looks while the worker starts, and prints a line if it is needed. Where only the application knows Redis or the
     * prefix, and where Redis cannot be asked, nothing is said: the worker says that itself.
     */
    static RouteHint look(Plan plan, PrintWriter err) {
        return new RouteHint(() -> {
            if (plan.redis().isPresent() && (plan.prefix().isPresent() || isBagOfClasses(plan))) {
                ask(plan.redis().get(), plan.prefix().orElse(""), err);
            }
        });
    }

    private static boolean isBagOfClasses(Plan plan) {
        try {
            return plan.main().isEmpty() && AppJar.launcherOf(plan.app()).isEmpty();
        } catch (Refused refused) {
            return false;
        }
    }

    private static void ask(String redis, String prefix, PrintWriter err) {
        try (Link link = Link.to(redis, LIMIT)) {
            if (Cutover.over(link, prefix)
                    .status()
                    .toCompletableFuture()
                    .join()
                    .routes()
                    .isEmpty()) {
                err.println("turnout: no task has a route to the async pool yet, so this worker claims nothing until"
                        + " turnout cutover switch gives it one.");
                err.flush();
            }
        } catch (RuntimeException cannotBeAsked) {
            return; // the worker's own process says so
        }
    }

    /** Waits a moment for the line, before the command ends. */
    void await() throws InterruptedException {
        asking.join(LIMIT.toMillis());
    }
}
