// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Java values as stored arguments, and back. Written by fields, as JobRunr writes them. */
final class Trees {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Trees() {}

    static List<Argument> of(TaskAddress task, @Nullable Object[] values) {
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

    static <T> @Nullable T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException unfit) {
            throw new IllegalArgumentException(
                    "TURNOUT-0381 the stored argument cannot be read as " + type.getName() + ": "
                            + unfit.getOriginalMessage(),
                    unfit);
        }
    }

    private static JsonNode tree(TaskAddress task, int at, @Nullable Object value) {
        try {
            return value instanceof JsonNode given ? given : MAPPER.valueToTree(value);
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
