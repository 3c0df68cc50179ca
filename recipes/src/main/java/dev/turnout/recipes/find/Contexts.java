// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

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

    /** A change of a context, which whoever runs next on the thread would see, and what is handed over would not. */
    static final String CHANGE = "change";

    private static final List<String> CHANGES =
            List.of("set", "put", "push", "pop", "remove", "clear", "reset", "init", "bind", "unbind", "register");

    /** A lock that is taken and not given back. */
    static final String LOCK = "lock";

    /** A transaction that is begun and ended by hand. */
    static final String TRANSACTION = "transaction";

    /** A transaction around a lambda, which is over when the call is. */
    static final String TEMPLATE = "transactionTemplate";

    private static final Set<String> MANAGERS = Set.of(
            "PlatformTransactionManager",
            "TransactionManager",
            "TransactionStatus",
            "UserTransaction",
            "EntityTransaction",
            "org.hibernate.Transaction");
    private static final Set<String> TEMPLATES = Set.of("TransactionOperations", "TransactionTemplate");

    private Contexts() {}

    private static Optional<String> transaction(JavaType.Method method, Set<String> owners) {
        if (isOneOf(TEMPLATES, owners)) {
            return Optional.of(TEMPLATE);
        }
        boolean managed = isOneOf(MANAGERS, owners)
                || method.getName().equals("getTransaction")
                        && isOneOf(MANAGERS, Erasure.supertypes(TypeUtils.asFullyQualified(method.getReturnType())))
                || owners.contains("java.sql.Connection")
                        && Set.of("setAutoCommit", "commit", "rollback").contains(method.getName());
        return managed ? Optional.of(TRANSACTION) : Optional.empty();
    }

    private static boolean isOneOf(Set<String> names, Set<String> types) {
        return types.stream()
                .anyMatch(type -> names.contains(type) || names.contains(type.substring(type.lastIndexOf('.') + 1)));
    }

    /** Name of the context that {@code method} touches, if it does. */
    static Optional<String> touched(JavaType.Method method) {
        if (method.isConstructor()) {
            return Optional.empty();
        }
        Set<String> owners = Erasure.supertypes(method.getDeclaringType());
        Optional<String> transaction = transaction(method, owners);
        if (transaction.isPresent()) {
            return transaction;
        }
        boolean change = CHANGES.stream().anyMatch(method.getName()::startsWith);
        if (owners.contains(MDC)) {
            return Optional.of(change ? CHANGE : MDC);
        }
        if (owners.contains("org.jobrunr.jobs.lambdas.JobRequestHandler")
                && method.getName().equals("jobContext")) {
            return Optional.of("jobContext");
        }
        if (owners.contains("java.lang.Thread")
                && Set.of("isInterrupted", "interrupted").contains(method.getName())) {
            return Optional.of("interrupt");
        }
        return owners.stream().filter(OWNERS::contains).findFirst().map(owner -> change ? CHANGE : owner);
    }
}
