// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.JobOptions.Ask;
import dev.turnout.runtime.task.TaskAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Written and read by fields, as JobRunr's mappers do; no type names. */
record PlainForm(ObjectMapper reader) implements Form {
    private static final Set<Ask> CARRIED = EnumSet.of(Ask.NAME, Ask.LABELS, Ask.DUE);

    static PlainForm byFields() {
        return with(JsonMapper.builder()
                .findAndAddModules()
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build());
    }

    static PlainForm with(ObjectMapper given) {
        ObjectMapper mapper = given.copy()
                .setVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.SETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
        return new PlainForm(mapper.deactivateDefaultTyping());
    }

    @Override
    public boolean forBlockingPoolToo() {
        return false;
    }

    @Override
    public Argument argument(TaskAddress task, int at, @Nullable Object value) {
        return new Argument(task.parameterTypes().get(at), tree(task, at, value));
    }

    private JsonNode tree(TaskAddress task, int at, @Nullable Object value) {
        if (value instanceof JsonNode given) {
            return given;
        }
        try {
            return value == null ? NullNode.getInstance() : reader.valueToTree(value);
        } catch (IllegalArgumentException | StackOverflowError unwritable) {
            throw new IllegalArgumentException(
                    "TURNOUT-0635 argument " + (at + 1) + " of " + task + " cannot be written as JSON: "
                            + unwritable.getMessage() + ". Nothing was put in. Pass data, such as an id, and look the"
                            + " rest up in the task.",
                    unwritable);
        }
    }

    @Override
    public void check(NewJob job) {
        Set<Ask> beyond = job.options().beyond(CARRIED);
        if (!beyond.isEmpty()) {
            throw new IllegalArgumentException("TURNOUT-0634 this queue cannot carry " + beyond + " of a job of "
                    + job.task() + "; nothing was put in. Leave it out.");
        }
    }
}
