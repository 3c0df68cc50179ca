// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a layout or a framework puts around each run of a task: filters, context arguments, progress. A worker opens all
 * surroundings that it was given, in order, before it binds the arguments.
 */
public interface Surroundings {
    /** Opens the surroundings of one run. A throw fails the attempt. */
    Run open(Claim claim);

    /** The surroundings of one run. */
    interface Run {
        /**
         * The live value for a parameter whose stored value is only a place-holder, such as a job context.
         *
         * @param declaredType binary name of the parameter's declared type
         */
        Optional<Object> argument(String declaredType);

        /** Called on the thread that starts the body, right before it; what it sets on that thread, the body sees. */
        void starting();

        /** Called once when the body's stage has ended; {@code failure} is empty if it ended well. Before the end is stored. */
        void ended(Optional<Throwable> failure);

        /** Metadata that changed since the last call: progress, logs. Stored with the next renewal or with the end. */
        Map<String, JsonNode> notes();

        /** Called on the thread that ran {@link #starting}, when the body has returned its stage: undoes what it set. */
        void left();
    }
}
