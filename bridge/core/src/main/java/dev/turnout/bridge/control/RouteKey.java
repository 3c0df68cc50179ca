// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.JobId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What decides on which side of a share a job falls: its id, or a value in its arguments.
 *
 * @param path empty for the id; else the number of an argument, from 1 on, and the names of fields in it: {@code 2} or {@code
 *     2.tenant.id}
 */
public record RouteKey(String path) {
    /** The job's id. */
    public static final RouteKey ID = new RouteKey("");

    private static final Pattern FORM = Pattern.compile("[1-9][0-9]?(\\.[A-Za-z0-9_$-]+)*");
    private static final int LONGEST = 100;

    /** Reads a path; empty if it has another form. */
    public static Optional<RouteKey> parse(String path) {
        return path.length() <= LONGEST && FORM.matcher(path).matches()
                ? Optional.of(new RouteKey(path))
                : Optional.empty();
    }

    /** The value as text; empty if the job has none, or none that is a text, a number or a boolean. */
    public String valueOf(JobId id, List<Argument> arguments) {
        if (path.isEmpty()) {
            return id.value();
        }
        String[] steps = path.split("\\.");
        int number = Integer.parseInt(steps[0]);
        if (number > arguments.size()) {
            return "";
        }
        JsonNode value = unwrapped(arguments.get(number - 1).value());
        for (int i = 1; i < steps.length; i++) {
            value = unwrapped(value.path(steps[i]));
        }
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    /** Jackson writes a value of a type that is not declared as the name of its type and the value. */
    private static JsonNode unwrapped(JsonNode value) {
        return value.isArray() && value.size() == 2 && value.get(0).isTextual() ? value.get(1) : value;
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "id" : "argument " + path;
    }
}
