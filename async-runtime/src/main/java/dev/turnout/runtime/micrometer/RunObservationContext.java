// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The context of a {@code turnout.job} observation, for handlers, filters and predicates of the application. */
public final class RunObservationContext extends ReceiverContext<Map<String, JsonNode>> {
    private static final int LONGEST_VALUE = 8_192;

    private final Claim claim;

    RunObservationContext(Claim claim) {
        super(RunObservationContext::text, Kind.CONSUMER);
        this.claim = claim;
        setCarrier(claim.metadata());
    }

    /** The claim that is run. */
    public Claim claim() {
        return claim;
    }

    /** What we write is plain text of a modest length. Others keep anything in a job's metadata; that says nothing of a trace. */
    @SuppressWarnings("NullAway") // the getter's contract: null where there is nothing
    private static @Nullable String text(Map<String, JsonNode> metadata, String key) {
        JsonNode value = metadata.get(key);
        return value != null && value.isTextual() && value.textValue().length() <= LONGEST_VALUE
                ? value.textValue()
                : null;
    }
}
