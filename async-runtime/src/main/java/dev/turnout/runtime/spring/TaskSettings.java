// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.spring.TurnoutProperties.Task;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code turnout.worker.tasks} says of single tasks. Each name has to mean one task, else the start fails. */
final class TaskSettings {
    private static final String PROPERTY = "turnout.worker.tasks.";
    private static final double FACTOR = 2;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MANY = 12;

    private final Map<String, Task> byName;

    TaskSettings(Map<String, Task> byName) {
        this.byName = new TreeMap<>(byName);
    }

    /** The tasks of {@code declared}, those that are named here changed. */
    TaskRegistry applyTo(TaskRegistry declared) {
        Map<TaskAddress, String> named = new HashMap<>();
        Map<TaskAddress, TaskDefinition> all = new LinkedHashMap<>();
        declared.all().forEach(task -> all.put(task.address(), task));
        byName.forEach((name, wishes) -> {
            TaskDefinition task = theOne(name, declared.all());
            String before = named.putIfAbsent(task.address(), name);
            if (before != null) {
                throw new StartFailure(
                        "TURNOUT-0371",
                        "[" + before + "] and [" + name + "] of turnout.worker.tasks both mean task " + task.address()
                                + ".",
                        "Put their settings under one name.");
            }
            all.put(task.address(), changed(name, task, wishes));
        });
        return TaskRegistry.of(all.values());
    }

    private static TaskDefinition theOne(String name, Collection<TaskDefinition> tasks) {
        List<TaskDefinition> meant =
                tasks.stream().filter(task -> means(name, task)).toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        if (meant.isEmpty()) {
            throw new StartFailure(
                    "TURNOUT-0370",
                    PROPERTY + "[" + name + "] names no task of this application.",
                    "Write the name in brackets, in YAML in quotes too: \"[Mailer#send]\". "
                            + (tasks.isEmpty() ? "There are no tasks at all." : "The tasks are: " + list(tasks)));
        }
        throw new StartFailure(
                "TURNOUT-0370",
                PROPERTY + "[" + name + "] names several tasks: " + list(meant) + ".",
                "Write the whole address of the one that you mean.");
    }

    private static String list(Collection<TaskDefinition> tasks) {
        String first = tasks.stream()
                .map(task -> task.address().toString())
                .sorted()
                .limit(MANY)
                .collect(Collectors.joining(", "));
        return tasks.size() > MANY ? first + ", and " + (tasks.size() - MANY) + " more" : first;
    }

    /** A name is an address, or one without parameter types, or that with the simple name of its class; the twin's will do. */
    private static boolean means(String name, TaskDefinition task) {
        TaskAddress address = task.address();
        String type = address.className();
        String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        String plain = name.replace(" ", "");
        return plain.equals(address.toString())
                || Stream.of(type, simple)
                        .flatMap(owner -> Stream.of(
                                owner + "#" + address.methodName(),
                                owner + "#" + task.method().getName()))
                        .anyMatch(plain::equals);
    }

    private static TaskDefinition changed(String name, TaskDefinition task, Task wishes) {
        try {
            RetryPolicy policy = backOff(retries(task.retry(), wishes), wishes);
            for (Class<? extends Throwable> type : wishes.neverRetry()) {
                if (!Throwable.class.isAssignableFrom(type)) {
                    throw new IllegalArgumentException(
                            "never-retry names " + type.getName() + ", which is no failure.");
                }
                policy = policy.never(type);
            }
            TaskDefinition changed = task.retry(policy);
            return wishes.timeout() == null ? changed : changed.timeout(wishes.timeout());
        } catch (IllegalArgumentException unfit) {
            throw new StartFailure(
                    "TURNOUT-0372",
                    PROPERTY + "[" + name + "] cannot be used: " + unfit.getMessage(),
                    "Correct the figure, or take it out.",
                    unfit);
        }
    }

    private static RetryPolicy retries(RetryPolicy policy, Task wishes) {
        return wishes.retries() == null ? policy : policy.retries(wishes.retries());
    }

    private static RetryPolicy backOff(RetryPolicy policy, Task wishes) {
        Duration first = wishes.backOff();
        if (first == null) {
            if (Stream.of(wishes.backOffFactor(), wishes.backOffLongest(), wishes.backOffJitter())
                    .anyMatch(Objects::nonNull)) {
                throw new IllegalArgumentException("it shapes a back-off that has no beginning; set back-off too.");
            }
            return policy;
        }
        double factor = wishes.backOffFactor() == null ? FACTOR : wishes.backOffFactor();
        Duration longest = wishes.backOffLongest() == null ? longer(first, LONGEST) : wishes.backOffLongest();
        RetryPolicy shaped = policy.backOff(first, factor, longest);
        return wishes.backOffJitter() == null ? shaped : shaped.jitter(wishes.backOffJitter());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
