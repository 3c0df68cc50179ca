// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Java values as stored arguments, and back, by the mapper of a {@link dev.turnout.runtime.queue.Form}. */
record Trees(ObjectMapper mapper) {
    List<Argument> of(TaskAddress task, @Nullable Object[] values) {
        List<String> types = task.parameterTypes();
        if (types.size() != values.length) {
            throw new IllegalArgumentException("TURNOUT-0381 " + task + " takes " + types.size() + " arguments, "
                    + values.length + " were given: " + Arrays.toString(values) + ". Nothing was put in.");
        }
        List<Argument> arguments = new ArrayList<>();
        for (int at = 0; at < values.length; at++) {
            arguments.add(new Argument(types.get(at), tree(task, at, values[at])));
        }
        return arguments;
    }

    <T> @Nullable T read(JsonNode tree, Class<T> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException unfit) {
            throw new IllegalArgumentException(
                    "TURNOUT-0381 the stored argument cannot be read as " + type.getName() + ": "
                            + unfit.getOriginalMessage(),
                    unfit);
        }
    }

    private JsonNode tree(TaskAddress task, int at, @Nullable Object value) {
        try {
            return value instanceof JsonNode given ? given : mapper.valueToTree(value);
        } catch (IllegalArgumentException | StackOverflowError unwritable) {
            throw new IllegalArgumentException(
                    "TURNOUT-0381 argument " + (at + 1) + " of " + task + " cannot be written as JSON: "
                            + unwritable.getMessage()
                            + ". Nothing was put in. Pass data, such as an id, and look the rest"
                            + " up in the task.",
                    unwritable);
        }
    }
}
