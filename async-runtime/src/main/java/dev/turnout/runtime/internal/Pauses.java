// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.queue.Controls.Settings;
import dev.turnout.runtime.task.TaskAddress;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * What is paused of a worker's tasks, in words.
 *
 * @param controls who knows it
 * @param tasks that the worker runs
 */
record Pauses(Controls controls, Set<TaskAddress> tasks) {
    /** {@code everything}, or the tasks by name. */
    CompletionStage<String> say() {
        return controls.settings().thenApply(this::say);
    }

    private String say(Settings settings) {
        return settings.paused()
                ? "everything"
                : settings.pausedTasks().stream()
                        .filter(tasks::contains)
                        .map(TaskAddress::toString)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }
}
