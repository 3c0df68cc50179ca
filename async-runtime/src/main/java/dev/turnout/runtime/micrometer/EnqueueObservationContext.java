// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Door.NewJob;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;

/** The context of a {@code turnout.enqueue} observation, for handlers, filters and predicates of the application. */
public final class EnqueueObservationContext extends SenderContext<Map<String, JsonNode>> {
    private final NewJob job;

    EnqueueObservationContext(NewJob job) {
        super((metadata, key, value) -> metadata.put(key, new TextNode(value)), Kind.PRODUCER);
        this.job = job;
        setCarrier(new HashMap<>(job.metadata()));
    }

    /** The job as it was given, without the trace. */
    public NewJob job() {
        return job;
    }

    /** The job with what tracers have written so far. */
    NewJob traced() {
        Map<String, JsonNode> metadata = getCarrier();
        return metadata == null ? job : job.withMetadata(metadata);
    }
}
