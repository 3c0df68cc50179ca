// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The states that the framework's own mapper wrote behind those that we have stored. They get the queue's time: its score
 * and the watch over clocks go by that.
 */
final class FrameworkEnd {
    private FrameworkEnd() {}

    /** @throws UnreadableDocument if there are none, or if they end in one that is no end */
    static List<ObjectNode> states(ObjectNode framework, int known, Instant at, Optional<Duration> delay)
            throws UnreadableDocument {
        JsonNode history = framework.path("jobHistory");
        List<ObjectNode> states = new ArrayList<>();
        for (int i = known; i < history.size(); i++) {
            states.add(state(history.get(i), at, delay));
        }
        if (states.isEmpty()) {
            throw new UnreadableDocument("it has no end");
        }
        if (name(states.get(states.size() - 1)) == StateName.PROCESSING) {
            throw new UnreadableDocument("it ends in a state that is no end");
        }
        return states;
    }

    private static ObjectNode state(JsonNode written, Instant at, Optional<Duration> delay) throws UnreadableDocument {
        if (!(written instanceof ObjectNode state)) {
            throw new UnreadableDocument("a state of its end is no object");
        }
        state.put("createdAt", at.toString());
        switch (name(state)) {
            case SCHEDULED -> schedule(state, at, delay);
            case FAILED ->
                state.put("stackTrace", States.cut(state.path("stackTrace").asText(), States.MAX_TRACE));
            case ENQUEUED, PROCESSING, SUCCEEDED, DELETED -> {}
        }
        return state;
    }

    private static void schedule(ObjectNode state, Instant at, Optional<Duration> delay) throws UnreadableDocument {
        delay.ifPresent(asked -> state.put("scheduledAt", at.plus(asked).toString()));
        try {
            Instant.parse(state.path("scheduledAt").asText());
        } catch (DateTimeException none) {
            throw new UnreadableDocument("it is scheduled for no time");
        }
    }

    private static StateName name(ObjectNode state) throws UnreadableDocument {
        return StateName.of(state.path("state").asText())
                .orElseThrow(() -> new UnreadableDocument("it ends in a state that we do not know"));
    }
}
