// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.JobOptions.Ask;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes a new job as JobRunr 7 would, so that both pools can run it. */
public final class NewDocument {
    private static final String CONTEXT = "org.jobrunr.jobs.context.JobContext"; // a word to us, never loaded
    private static final Set<Ask> CARRIED = EnumSet.of(Ask.NAME, Ask.LABELS, Ask.DUE);
    private static final int MAX_LABELS = 3;
    private static final int MAX_LABEL = 45;
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
     * @throws IllegalArgumentException if the id is no UUID, the arguments are not those of the task, the metadata is not of
     *     plain values, or more is asked than JobRunr's layout can carry
     */
    public static JobDocument of(NewJob job, Instant at) {
        checkId(job.id().value());
        if (!job.task()
                .parameterTypes()
                .equals(job.arguments().stream().map(Argument::declaredType).toList())) {
            throw new IllegalArgumentException("TURNOUT-0351 the arguments are not those of " + job.task()
                    + "; give one for each parameter, with its declared type");
        }
        checkOptions(job);
        ObjectNode root = ExactTree.NODES.objectNode();
        root.put("version", 1).put("jobSignature", signature(job)).put("jobName", name(job));
        job.retries().ifPresent(retries -> root.put("amountOfRetries", retries));
        job.options().labels().forEach(root.putArray("labels")::add);
        root.set("jobDetails", details(job));
        root.put("id", job.id().value());
        Instant due = job.options().due().orElseGet(() -> at.plus(job.delay()));
        root.putArray("jobHistory")
                .add(due.isAfter(at) ? States.scheduled(at, due, "Scheduled by Turnout") : States.enqueued(at));
        root.set("metadata", Metadata.ofNew(job.metadata()));
        return JobDocument.of(root);
    }

    /** Whether a parameter of that type is JobRunr's own context, which whoever runs the job gives. */
    public static boolean isContext(String type) {
        return type.equals(CONTEXT);
    }

    /** What stands for JobRunr's context among the arguments. */
    public static Argument context() {
        return new Argument(CONTEXT, ExactTree.NODES.objectNode(), CONTEXT);
    }

    private static void checkOptions(NewJob job) {
        Set<Ask> beyond = job.options().beyond(CARRIED);
        if (!beyond.isEmpty()) {
            throw new IllegalArgumentException("TURNOUT-0634 JobRunr's layout cannot carry " + beyond + " of a job of "
                    + job.task()
                    + ": workers of the legacy pool would not heed it. Nothing was put in. Leave it out until the"
                    + " cutover is finished.");
        }
        List<String> labels = job.options().labels();
        if (labels.size() > MAX_LABELS || labels.stream().anyMatch(label -> label.length() > MAX_LABEL)) {
            throw new IllegalArgumentException("TURNOUT-0642 the labels " + labels + " of a job of " + job.task()
                    + " are more than JobRunr takes; nothing was put in. Give at most " + MAX_LABELS + ", of at most "
                    + MAX_LABEL + " characters.");
        }
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
                    .put("actualClassName", actualType(argument))
                    .set("object", argument.value());
        }
        return details.put("cacheable", true);
    }

    private static String signature(NewJob job) {
        return job.task().className() + "." + job.task().methodName()
                + job.arguments().stream().map(NewDocument::actualType).collect(Collectors.joining(",", "(", ")"));
    }

    private static String actualType(Argument argument) {
        return argument.actualType().isEmpty() ? boxed(argument.declaredType()) : argument.actualType();
    }

    private static String name(NewJob job) {
        return job.options().name().orElseGet(() -> nameOfCall(job));
    }

    private static String nameOfCall(NewJob job) {
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
