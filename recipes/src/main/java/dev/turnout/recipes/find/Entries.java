// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Methods that a framework calls in a way of its own, and so with the signature that they have. */
final class Entries {
    /** What runs a task, as the tables name it. */
    static final String JOB = "job";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("Scheduled", "scheduled"),
            Map.entry("Schedules", "scheduled"),
            Map.entry("Async", "async"),
            Map.entry("Asynchronous", "async"),
            Map.entry("EventListener", "listener"),
            Map.entry("TransactionalEventListener", "listener"),
            Map.entry("ApplicationModuleListener", "listener"),
            Map.entry("KafkaListener", "listener"),
            Map.entry("KafkaListeners", "listener"),
            Map.entry("KafkaHandler", "listener"),
            Map.entry("RabbitListener", "listener"),
            Map.entry("RabbitHandler", "listener"),
            Map.entry("JmsListener", "listener"),
            Map.entry("SqsListener", "listener"),
            Map.entry("SqsHandler", "listener"),
            Map.entry("PulsarListener", "listener"),
            Map.entry("StreamListener", "listener"),
            Map.entry("ServiceActivator", "listener"));

    private Entries() {}

    /** {@code scheduled}, {@code async} or {@code listener}, if the method is one of these. */
    static Optional<String> kindOf(MethodInfo method) {
        return method.declaration().getBody() == null
                ? Optional.empty()
                : KINDS.entrySet().stream()
                        .filter(kind -> method.hasAnnotation(Set.of(kind.getKey())))
                        .map(Map.Entry::getValue)
                        .sorted()
                        .findFirst();
    }
}
