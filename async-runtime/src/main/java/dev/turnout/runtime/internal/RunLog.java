// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.LoggingEventBuilder;

/** The logger of a run: what is written goes to the log, and from INFO up to the job, where people see it. */
final class RunLog extends LegacyAbstractLogger {
    /** The last lines are kept, so that a job that talks much stays small. */
    private static final int MOST_LINES = 100;

    private static final int MOST_CHARS = 500;
    private static final String CALLER = AbstractLogger.class.getName(); // whom a task calls; behind it comes the task
    private static final long serialVersionUID = 1L;

    private final transient Logger target;
    private final transient Consumer<JsonNode> lines;
    private final transient Deque<ObjectNode> kept = new ArrayDeque<>(); // guarded by itself

    /** @param lines is given all lines that are kept, with each new one */
    RunLog(Logger target, Consumer<JsonNode> lines) {
        this.name = target.getName();
        this.target = target;
        this.lines = lines;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        if (target instanceof LocationAwareLogger aware) {
            aware.log(marker, CALLER, level.toInt(), pattern, arguments, thrown);
        } else {
            LoggingEventBuilder line = target.atLevel(level).setCause(thrown);
            if (marker != null) {
                line.addMarker(marker);
            }
            line.log(pattern, arguments);
        }
        if (level.toInt() >= Level.INFO.toInt()) {
            keep(level, text(MessageFormatter.basicArrayFormat(pattern, arguments), thrown));
        }
    }

    private static String text(@Nullable String message, @Nullable Throwable thrown) {
        String text = message + (thrown == null ? "" : ": " + thrown);
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }

    private void keep(Level level, String text) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("level", level.name())
                .put("at", Instant.now().toString())
                .put("message", text);
        synchronized (kept) {
            kept.add(line);
            if (kept.size() > MOST_LINES) {
                kept.remove();
            }
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            kept.forEach(all::add);
            lines.accept(all);
        }
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return CALLER;
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isErrorEnabled();
    }
}
