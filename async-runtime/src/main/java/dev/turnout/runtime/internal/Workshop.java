// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.ReturnTypes;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every attempt of a worker works with.
 *
 * @param broken hears of an error after which this process should not go on
 */
record Workshop(
        Lanes lanes,
        StartGate gate,
        Endings endings,
        Announcer announcer,
        ArgumentBinder binder,
        Function<Class<?>, Object> beans,
        List<Surroundings> surroundings,
        ReturnTypes returns,
        ScheduledExecutorService timer,
        Consumer<Throwable> broken) {}
