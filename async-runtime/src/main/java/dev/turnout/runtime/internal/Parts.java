// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.List;
import java.util.function.Function;

/** What a worker is given. */
public record Parts(
        String name,
        Queue queue,
        TaskRegistry registry,
        WorkerOptions options,
        Function<Class<?>, Object> beans,
        List<Surroundings> surroundings,
        List<WorkerListener> listeners,
        ObjectMapper mapper,
        ReturnTypes returns,
        Subtypes subtypes) {
    public Parts {
        surroundings = List.copyOf(surroundings);
        listeners = List.copyOf(listeners);
    }
}
