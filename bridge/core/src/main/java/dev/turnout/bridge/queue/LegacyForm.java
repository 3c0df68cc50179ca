// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.wire.Dialect;
import dev.turnout.bridge.wire.JobAnnotation;
import dev.turnout.bridge.wire.NewDocument;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.task.TaskAddress;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Jobs as JobRunr 7 writes them, in the dialect of the application's mapper, so that a server without anything of ours runs them. */
record LegacyForm(Dialect dialect) implements Form {
    /** So that there is room below the longest document that is read for ten failures with their stack traces. */
    private static final int MAX_CHARS = 1024 * 1024;

    private static final Instant ANY_TIME = Instant.EPOCH;

    @Override
    public boolean forBlockingPoolToo() {
        return true;
    }

    @Override
    public Argument argument(TaskAddress task, int at, @Nullable Object value) {
        String type = task.parameterTypes().get(at);
        if (NewDocument.isContext(type)) {
            return NewDocument.context();
        }
        if (value == null || value instanceof JsonNode node && node.isNull()) {
            throw new IllegalArgumentException("TURNOUT-0636 argument " + (at + 1) + " of " + task
                    + " is null, which JobRunr 7 does not take; nothing was put in. Give a value that stands for nothing, such"
                    + " as an empty text, or a task without that parameter.");
        }
        if (value instanceof JsonNode given) {
            return new Argument(type, given);
        }
        try {
            Dialect.Json json = dialect.write(value);
            String actual = value instanceof Enum ? type : json.type().getName();
            return new Argument(type, json.tree(), actual);
        } catch (IllegalArgumentException unwritable) {
            throw new IllegalArgumentException(
                    "TURNOUT-0635 argument " + (at + 1) + " of " + task + " cannot be written for JobRunr's mapper: "
                            + unwritable.getMessage()
                            + ". Nothing was put in. Pass data, such as an id, and look the rest"
                            + " up in the task.",
                    unwritable);
        }
    }

    @Override
    public ObjectMapper reader() {
        return dialect.reader();
    }

    @Override
    public void check(NewJob job) {
        int chars = NewDocument.of(job, ANY_TIME).json().length();
        if (chars > MAX_CHARS) {
            throw new IllegalArgumentException("TURNOUT-0637 a job of " + job.task() + " would have " + chars
                    + " characters, more than " + MAX_CHARS
                    + "; nothing was put in. Store the data elsewhere, and pass where"
                    + " it is.");
        }
    }

    @Override
    public Declared declared(Method named, @Nullable Object[] values) {
        return JobAnnotation.of(named, values);
    }

    /** The logging context, under the names that JobRunr gives it. */
    @Override
    public Map<String, JsonNode> context() {
        Map<String, JsonNode> metadata = new HashMap<>();
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        if (mdc != null) {
            mdc.forEach((key, value) -> {
                if (value != null) {
                    metadata.put("mdc-" + key, new TextNode(value));
                }
            });
        }
        return metadata;
    }
}
