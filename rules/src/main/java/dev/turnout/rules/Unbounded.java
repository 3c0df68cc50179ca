// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows queues that are never full, by how every one is made that a field may hold. */
final class Unbounded {
    private static final Set<String> ALWAYS = Set.of(
            "java/util/concurrent/PriorityBlockingQueue",
            "java/util/concurrent/DelayQueue",
            "java/util/concurrent/LinkedTransferQueue");
    private static final Set<String> WITHOUT_CAPACITY =
            Set.of("java/util/concurrent/LinkedBlockingQueue", "java/util/concurrent/LinkedBlockingDeque");
    private static final Set<String> PUTS = Set.of("put", "offer", "putFirst", "putLast", "offerFirst", "offerLast");
    private static final List<String> NO_CAPACITY = List.of("()V", "(Ljava/util/Collection;)V");

    private final Map<Source, Boolean> fields = new HashMap<>();

    Unbounded(Scope scope) {
        for (Method method : scope.methods()) {
            for (Body.Assigned assigned : method.body.assigned) {
                if (assigned.field().descriptor().startsWith("Ljava/util/")) {
                    fields.merge(assigned.field(), isUnbounded(method, assigned.value()), Boolean::logicalAnd);
                }
            }
        }
    }

    /** Whether {@code call} puts something into a queue that always has room. */
    boolean hasRoom(Method method, Call call) {
        return PUTS.contains(call.name()) && (ALWAYS.contains(call.owner()) || isUnbounded(method, call.value(0)));
    }

    private boolean isUnbounded(Method method, Value queue) {
        Set<Source> made = new HashSet<>(queue.sources());
        made.removeIf(Source.Null.class::isInstance);
        return !made.isEmpty() && made.stream().allMatch(source -> isUnbounded(method, source));
    }

    private boolean isUnbounded(Method method, Source source) {
        if (source instanceof Source.Field) {
            return fields.getOrDefault(source, false);
        }
        return source instanceof Source.New made
                && (ALWAYS.contains(made.type())
                        || (WITHOUT_CAPACITY.contains(made.type())
                                && method.body.calls.stream()
                                        .filter(c -> c.name().equals("<init>"))
                                        .filter(c -> c.value(0).sources().contains(made))
                                        .allMatch(c -> NO_CAPACITY.contains(c.descriptor()))));
    }
}
