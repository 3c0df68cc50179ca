// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.List;

/** What {@code jobDetails} say: the method, and the arguments as data. */
record StoredCall(TaskAddress task, List<Argument> arguments) {
    static StoredCall read(JsonNode details) throws UnreadableDocument {
        check(details.path("className").isTextual(), "jobDetails names no class");
        check(details.path("methodName").isTextual(), "jobDetails names no method");
        check(details.path("jobParameters").isArray(), "jobDetails has no parameters");
        List<String> types = new ArrayList<>();
        List<Argument> arguments = new ArrayList<>();
        for (JsonNode parameter : details.get("jobParameters")) {
            check(parameter.path("className").isTextual(), "a parameter has no type");
            String type = parameter.get("className").textValue();
            types.add(type);
            JsonNode value = parameter.path("object");
            arguments.add(new Argument(
                    type,
                    value.isMissingNode() ? ExactTree.NODES.nullNode() : value,
                    parameter.path("actualClassName").asText("")));
        }
        String field = details.hasNonNull("staticFieldName")
                ? "." + details.get("staticFieldName").asText()
                : "";
        TaskAddress task = new TaskAddress(
                details.get("className").textValue() + field,
                details.get("methodName").textValue(),
                types);
        return new StoredCall(task, List.copyOf(arguments));
    }

    private static void check(boolean holds, String otherwise) throws UnreadableDocument {
        if (!holds) {
            throw new UnreadableDocument(otherwise);
        }
    }
}
