// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.TaskAddress;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a layout wants a new job to be written: what it may name, how its arguments look, and what can be asked of it. Stateless
 * for the caller; safe for use by several threads, and never blocks.
 */
public interface Form {
    /** A layout of async workers only: arguments are plain JSON, and of the options name, labels and due time are carried. */
    Form PLAIN = PlainForm.byFields();

    /** As {@link #PLAIN}, with the modules and settings of {@code mapper}, which is copied: it writes, and its {@link #reader} reads. */
    static Form plain(ObjectMapper mapper) {
        return PlainForm.with(mapper);
    }

    /**
     * Whether a pool that blocks may run the job, too. Then the job must name a public method that ends when its work has
     * ended: a twin is named by its facade.
     */
    boolean forBlockingPoolToo();

    /**
     * One argument, in the layout's dialect.
     *
     * @param task the task that is called
     * @param at 0 for the first stored argument
     * @param value the value; a {@link JsonNode} is taken as it is
     * @throws IllegalArgumentException if the layout cannot carry the value; the message says what to do
     */
    Argument argument(TaskAddress task, int at, @Nullable Object value);

    /**
     * What reads the arguments that this form writes, for a worker that is given no mapper of its own. It finds fields by the
     * names under which they are written. Whoever takes it copies it.
     */
    default ObjectMapper reader() {
        return PLAIN.reader();
    }

    /**
     * Refuses what the layout cannot carry. Asked before anything is sent, in a transaction before its end.
     *
     * @throws IllegalArgumentException if the job asks for more than the layout can carry; the message says what
     */
    void check(NewJob job);

    /**
     * What the code itself declares of jobs of that method, and the layout stores with each.
     *
     * @param named the method that the job names
     * @param values its values, for texts that show them; {@link dev.turnout.runtime.task.TaskContext} left out
     */
    default Declared declared(Method named, @Nullable Object[] values) {
        return Declared.NOTHING;
    }

    /** What a new job takes along from the calling thread, as metadata. */
    default Map<String, JsonNode> context() {
        return Map.of();
    }

    /**
     * What is stored where the caller does not say otherwise.
     *
     * @param retries attempts after the first; empty for the layout's default
     * @param name what people see; empty for the call itself
     * @param labels words by which people find the job
     */
    record Declared(Optional<Integer> retries, Optional<String> name, List<String> labels) {
        /** Nothing is declared. */
        public static final Declared NOTHING = new Declared(Optional.empty(), Optional.empty(), List.of());

        public Declared {
            labels = List.copyOf(labels);
        }
    }
}
