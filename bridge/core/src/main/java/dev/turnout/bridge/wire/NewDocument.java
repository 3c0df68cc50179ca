// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes a new job as JobRunr 7 would, so that both pools can run it. */
public final class NewDocument {
    private static final int MAX_NAME = 200;
    private static final Map<String, String> BOXES = Map.of(
            "int", "java.lang.Integer",
            "long", "java.lang.Long",
            "boolean", "java.lang.Boolean",
            "double", "java.lang.Double",
            "float", "java.lang.Float",
            "short", "java.lang.Short",
            "byte", "java.lang.Byte",
            "char", "java.lang.Character");

    private NewDocument() {}

    /**
     * The document of a job that is put in at {@code at}, in version 1. JobRunr reads each argument as the declared type,
     * boxed; so its value must be in the dialect of the application's mapper for that type.
     *
     * @throws IllegalArgumentException if the id is no UUID, the arguments are not those of the task, or the metadata is not of
     *     plain values
     */
    public static JobDocument of(NewJob job, Instant at) {
        checkId(job.id().value());
        if (!job.task()
                .parameterTypes()
                .equals(job.arguments().stream().map(Argument::declaredType).toList())) {
            throw new IllegalArgumentException("TURNOUT-0351 the arguments are not those of " + job.task()
                    + "; give one for each parameter, with its declared type");
        }
        ObjectNode root = ExactTree.NODES.objectNode();
        root.put("version", 1).put("jobSignature", signature(job.task())).put("jobName", name(job));
        job.retries().ifPresent(retries -> root.put("amountOfRetries", retries));
        root.putArray("labels");
        root.set("jobDetails", details(job));
        root.put("id", job.id().value());
        root.putArray("jobHistory")
                .add(
                        job.delay().isZero()
                                ? States.enqueued(at)
                                : States.scheduled(at, at.plus(job.delay()), "Scheduled by Turnout"));
        root.set("metadata", Metadata.ofNew(job.metadata()));
        return JobDocument.of(root);
    }

    private static void checkId(String id) {
        if (id.length() != 36 || !id.equals(UUID.fromString(id).toString())) {
            throw new IllegalArgumentException(
                    "TURNOUT-0351 the job id '" + id + "' is no lower-case UUID, which JobRunr needs");
        }
    }

    private static ObjectNode details(NewJob job) {
        ObjectNode details = ExactTree.NODES
                .objectNode()
                .put("className", job.task().className())
                .put("methodName", job.task().methodName());
        ArrayNode parameters = details.putArray("jobParameters");
        for (Argument argument : job.arguments()) {
            parameters
                    .addObject()
                    .put("className", argument.declaredType())
                    .put("actualClassName", boxed(argument.declaredType()))
                    .set("object", argument.value());
        }
        return details.put("cacheable", true);
    }

    private static String signature(TaskAddress task) {
        return task.className() + "." + task.methodName()
                + task.parameterTypes().stream().map(NewDocument::boxed).collect(Collectors.joining(",", "(", ")"));
    }

    private static String name(NewJob job) {
        String shown = job.arguments().stream()
                .map(argument -> argument.value().isTextual()
                        ? argument.value().textValue()
                        : argument.value().toString())
                .collect(Collectors.joining(",", "(", ")"));
        String name = job.task().className() + "." + job.task().methodName() + shown;
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    private static String boxed(String type) {
        return BOXES.getOrDefault(type, type);
    }
}
