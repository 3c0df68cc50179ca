// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Optional;
import java.util.Set;
import org.openrewrite.java.tree.JavaType;

/** Calls that read or write a context of the thread. */
final class Contexts {
    /** The logging context: a map that can be carried from thread to thread. */
    static final String MDC = "org.slf4j.MDC";

    private static final Set<String> OWNERS = Set.of(
            "java.lang.ThreadLocal",
            "org.springframework.security.core.context.SecurityContextHolder",
            "org.springframework.web.context.request.RequestContextHolder",
            "org.springframework.context.i18n.LocaleContextHolder",
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            "org.jobrunr.server.runner.ThreadLocalJobContext");

    private Contexts() {}

    /** Name of the context that {@code method} touches, if it does. */
    static Optional<String> touched(JavaType.Method method) {
        if (method.isConstructor()) {
            return Optional.empty();
        }
        Set<String> owners = Erasure.supertypes(method.getDeclaringType());
        if (owners.contains(MDC)) {
            return Optional.of(MDC);
        }
        if (owners.contains("org.jobrunr.jobs.lambdas.JobRequestHandler")
                && method.getName().equals("jobContext")) {
            return Optional.of("jobContext");
        }
        if (owners.contains("java.lang.Thread")
                && Set.of("isInterrupted", "interrupted").contains(method.getName())) {
            return Optional.of("interrupt");
        }
        return owners.stream().filter(OWNERS::contains).findFirst();
    }
}
