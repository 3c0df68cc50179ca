// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Set;

/** Annotations that the rules know, as descriptors. */
final class Marks {
    static final Set<String> TRANSACTIONAL = Set.of(
            "Lorg/springframework/transaction/annotation/Transactional;",
            "Ljakarta/transaction/Transactional;",
            "Ljavax/transaction/Transactional;");

    /** Not an annotation: says of a method that its transactional one keeps transactions away. */
    static final String OUTSIDE_TRANSACTIONS = "outside-transactions";

    /** Not an annotation: says of a method that its own transactional one asks for a transaction of its own. */
    static final String NEW_TRANSACTION = "new-transaction";

    /** Not an annotation: says of a listener that it runs before the transaction of its event commits. */
    static final String BEFORE_COMMIT = "before-commit";

    static final String EVENT_LISTENER = "Lorg/springframework/transaction/event/TransactionalEventListener;";

    /** What a proxy adds, and what ends when the method returns. */
    static final Set<String> AT_RETURN = Set.of(
            "Lorg/springframework/retry/annotation/Retryable;",
            "Lorg/springframework/cache/annotation/Cacheable;",
            "Lorg/springframework/cache/annotation/CachePut;",
            "Lorg/springframework/cache/annotation/CacheEvict;",
            "Lorg/springframework/scheduling/annotation/Scheduled;",
            "Lnet/javacrumbs/shedlock/spring/annotation/SchedulerLock;",
            "Lnet/javacrumbs/shedlock/core/SchedulerLock;",
            "Lcom/codahale/metrics/annotation/Timed;",
            "Lcom/codahale/metrics/annotation/Metered;",
            "Ljakarta/ejb/Lock;");

    static final String ASYNC = "Lorg/springframework/scheduling/annotation/Async;";

    /** What is nothing without its proxy. */
    static final Set<String> PROXY = Set.of(
            "Lorg/springframework/transaction/annotation/Transactional;",
            "Ljakarta/transaction/Transactional;",
            "Ljavax/transaction/Transactional;",
            "Lorg/springframework/retry/annotation/Retryable;",
            "Lorg/springframework/cache/annotation/Cacheable;",
            "Lorg/springframework/cache/annotation/CachePut;",
            "Lorg/springframework/cache/annotation/CacheEvict;",
            "Lorg/springframework/security/access/prepost/PreAuthorize;",
            "Lorg/springframework/security/access/annotation/Secured;",
            ASYNC);

    static final Set<String> BLOCKING = Set.of(
            "Lorg/jetbrains/annotations/Blocking;",
            "Lio/micronaut/core/annotation/Blocking;",
            "Lio/smallrye/common/annotation/Blocking;");

    static final Set<String> NON_BLOCKING = Set.of(
            "Lorg/jetbrains/annotations/NonBlocking;",
            "Lio/micronaut/core/annotation/NonBlocking;",
            "Lio/smallrye/common/annotation/NonBlocking;");

    static final Set<String> START_UP =
            Set.of("Ljakarta/annotation/PostConstruct;", "Ljavax/annotation/PostConstruct;");

    private Marks() {}
}
