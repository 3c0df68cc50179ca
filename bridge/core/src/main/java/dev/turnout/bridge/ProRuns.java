// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.queue.Reply;
import dev.turnout.bridge.wire.RecurringDefinition;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Recurring jobs of JobRunr Pro whose runs an async worker would leave alone: better said before a switch than found parked after it. */
final class ProRuns {
    private ProRuns() {}

    /** The refusal of a switch of {@code target}, if such a job calls one of its tasks. Definitions that cannot be read are passed over. */
    static Optional<CutoverRefused> refusal(String target, Reply reply) {
        Map<String, String> groups = reply.list(1).map();
        return refusal(reply, task -> isMeant(task, target, groups));
    }

    /** The refusal of a change that gives more of {@code tasks} to the async pool. */
    static Optional<CutoverRefused> refusal(Set<TaskAddress> tasks, Reply reply) {
        return refusal(reply, tasks::contains);
    }

    /** The tasks that recurring jobs call, as far as their definitions can be read. */
    static Set<String> tasks(Reply reply) {
        return reply.list(2).map().values().stream()
                .flatMap(body -> read(body).stream())
                .map(run -> run.task().toString())
                .collect(Collectors.toSet());
    }

    private static Optional<CutoverRefused> refusal(Reply reply, Predicate<TaskAddress> meant) {
        List<String> found = new ArrayList<>();
        reply.list(2)
                .map()
                .forEach((id, body) -> read(body)
                        .filter(run -> meant.test(run.task()))
                        .filter(run -> !run.proFields().isEmpty())
                        .ifPresent(run -> found.add(run.task() + " by the recurring job " + id + ": "
                                + String.join(", ", run.proFields()))));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new CutoverRefused(
                        "TURNOUT-0612 nothing was switched: these tasks are called with what JobRunr Pro does and async"
                                + " workers do not: " + String.join("; ", found)
                                + ". Define those jobs without it, or switch the other tasks by name."));
    }

    private static Optional<Run> read(String body) {
        try {
            RecurringDefinition definition = RecurringDefinition.read(body);
            return Optional.of(new Run(definition.task(), definition.proFields()));
        } catch (UnreadableDocument none) {
            return Optional.empty();
        }
    }

    private static String twin(TaskAddress task) {
        return new TaskAddress(task.className(), task.methodName() + "Async", task.parameterTypes()).toString();
    }

    private static boolean isMeant(TaskAddress task, String target, Map<String, String> groups) {
        String address = task.toString();
        String group = groups.get(address);
        return target.equals(RouteTable.ALL)
                || target.equals(address)
                || target.equals(twin(task))
                || group != null && target.equals(RouteTable.group(group));
    }

    private record Run(TaskAddress task, List<String> proFields) {}
}
