// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.queue.Claims;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What may stand in the metadata of a document. JobRunr reads it as a map of any values: a plain one is read as it is, an
 * object only with the name of a class that the reader has, and a null not at all. A document that it cannot read stops
 * every stock server, so nothing of that kind is written.
 */
final class Metadata {
    /** Where JobRunr's mappers write the name of a class. */
    static final String TYPE = "@class";

    /** What the dashboard shows of a run; JobRunr keeps it when the job ends. */
    static final Pattern DASHBOARD = Pattern.compile("(jobRunrDashboardLog|jobRunrDashboardProgressBar)-\\d+");

    private static final String PROGRESS_BAR = "jobRunrDashboardProgressBar-";
    private static final String LOG = "jobRunrDashboardLog-";
    private static final String LOG_TYPE =
            "org.jobrunr.jobs.context.JobDashboardLogger$JobDashboardLogLines"; // likewise
    private static final String PROGRESS_TYPE =
            "org.jobrunr.jobs.context.JobDashboardProgressBar$JobDashboardProgress"; // a word to us, never loaded
    private static final Pattern CLASS_NAME = Pattern.compile("([\\p{Alpha}_$][\\w$]*\\.)+[\\p{Alpha}_$][\\w$]*");
    private static final int WHOLE = 100;

    private Metadata() {}

    /** @throws IllegalArgumentException if a value is not plain, or a key is JobRunr's own */
    static ObjectNode ofNew(Map<String, JsonNode> values) {
        ObjectNode metadata = ExactTree.NODES.objectNode().put(TYPE, "java.util.concurrent.ConcurrentHashMap");
        values.forEach((key, value) -> {
            if (!isPlain(value) || key.equals(TYPE) || DASHBOARD.matcher(key).matches()) {
                throw new IllegalArgumentException("TURNOUT-0342 the job was not put in: its metadata '" + key
                        + "' cannot be carried for JobRunr. Give a text, a number or a truth value under a name of your"
                        + " own; write anything else as text.");
            }
            metadata.set(key, value);
        });
        return metadata;
    }

    /** @param states number of states in the job's history while it runs, which is in the names that the dashboard knows */
    static Map<String, JsonNode> ofNotes(Map<String, JsonNode> notes, int states) {
        Map<String, JsonNode> metadata = new HashMap<>();
        notes.forEach((key, value) -> {
            if (key.equals(Claims.PROGRESS) && isProgress(value)) {
                metadata.put(
                        PROGRESS_BAR + states,
                        progressBar(
                                value.get("done").longValue(),
                                value.get("total").longValue()));
            } else if (key.equals(Claims.LOG) && value.isArray()) {
                metadata.put(LOG + states, logLines(value));
            } else if (!key.equals(TYPE)) {
                metadata.put(key, isReadable(value) ? value : ExactTree.NODES.textNode(ExactTree.write(value)));
            }
        });
        return metadata;
    }

    private static boolean isProgress(JsonNode value) {
        return value.path("done").canConvertToLong() && value.path("total").canConvertToLong();
    }

    private static ObjectNode progressBar(long done, long total) {
        long percent = done >= total ? WHOLE : Math.max(0, (long) ((double) done * WHOLE / total));
        return ExactTree.NODES
                .objectNode()
                .put(TYPE, PROGRESS_TYPE)
                .put("totalAmount", total)
                .put("succeededAmount", done)
                .put("failedAmount", 0L)
                .put("progress", (int) percent);
    }

    private static ObjectNode logLines(JsonNode lines) {
        ObjectNode log = ExactTree.NODES.objectNode().put(TYPE, LOG_TYPE);
        ArrayNode all = log.putArray("logLines");
        lines.forEach(line -> all.addObject()
                .put("level", line.path("level").asText())
                .put("logInstant", line.path("at").asText())
                .put("logMessage", line.path("message").asText()));
        return log;
    }

    private static boolean isPlain(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }

    /** Plain, or in the form of JobRunr's mapper: an object with its class, or class and value in an array. */
    private static boolean isReadable(JsonNode value) {
        boolean object = value.isObject() && isClassName(value.path(TYPE));
        boolean wrapped = value.isArray() && value.size() == 2 && isClassName(value.get(0));
        return isPlain(value) || object || wrapped;
    }

    private static boolean isClassName(JsonNode value) {
        return value.isTextual() && CLASS_NAME.matcher(value.textValue()).matches();
    }
}
