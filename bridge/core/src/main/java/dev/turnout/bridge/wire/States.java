// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** The states that we append, as JobRunr 7 writes them: same fields, times in ISO form, durations with nine decimals. */
final class States {
    static final int MAX_TRACE = 16 * 1024;
    private static final int MAX_MESSAGE = 2 * 1024;
    private static final int NANO_DIGITS = 9;

    private States() {}

    static ObjectNode enqueued(Instant at) {
        return state(StateName.ENQUEUED, at);
    }

    static ObjectNode scheduled(Instant at, Instant due, String reason) {
        return state(StateName.SCHEDULED, at).put("scheduledAt", due.toString()).put("reason", reason);
    }

    static ObjectNode processing(Instant at, String serverId, String serverName) {
        return state(StateName.PROCESSING, at)
                .put("serverId", serverId)
                .put("serverName", serverName)
                .put("updatedAt", at.toString());
    }

    static ObjectNode succeeded(Instant at, Duration latency, Duration process) {
        ObjectNode state = state(StateName.SUCCEEDED, at);
        state.set("latencyDuration", ExactTree.decimal(seconds(latency)));
        state.set("processDuration", ExactTree.decimal(seconds(process)));
        return state;
    }

    static ObjectNode failed(Instant at, String message, Throwable cause, boolean mayRetry) {
        ObjectNode state = state(StateName.FAILED, at)
                .put("message", cut(message, MAX_MESSAGE))
                .put("exceptionType", cause.getClass().getName());
        putIfThere(state, "exceptionMessage", cause.getMessage());
        Throwable deeper = cause.getCause();
        if (deeper != null && deeper != cause) {
            state.put("exceptionCauseType", deeper.getClass().getName());
            putIfThere(state, "exceptionCauseMessage", deeper.getMessage());
        }
        return state.put("stackTrace", cut(trace(cause), MAX_TRACE)).put("doNotRetry", !mayRetry);
    }

    static ObjectNode deleted(Instant at, String reason) {
        return state(StateName.DELETED, at).put("reason", reason);
    }

    /** {@code 1.500000000}. Fewer decimals are misread by JobRunr 7.5.3. */
    static String seconds(Duration duration) {
        Duration shown = duration.isNegative() ? Duration.ZERO : duration;
        return BigDecimal.valueOf(shown.getSeconds())
                .add(BigDecimal.valueOf(shown.getNano(), NANO_DIGITS))
                .setScale(NANO_DIGITS)
                .toPlainString();
    }

    private static ObjectNode state(StateName name, Instant at) {
        return ExactTree.NODES
                .objectNode()
                .put("@class", name.typeName())
                .put("state", name.name())
                .put("createdAt", at.toString());
    }

    private static void putIfThere(ObjectNode state, String field, @org.jspecify.annotations.Nullable String text) {
        if (text != null) {
            state.put(field, cut(text, MAX_MESSAGE));
        }
    }

    private static String trace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Cuts between characters, never inside a surrogate pair: half a pair is not UTF-8. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + "…";
    }
}
