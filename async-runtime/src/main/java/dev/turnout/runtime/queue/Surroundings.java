// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a layout or a framework puts around each run of a task: filters, context arguments, progress. A worker opens all
 * surroundings that it was given, in order, before it binds the arguments.
 */
public interface Surroundings {
    /**
     * Opens the surroundings of one run, on the thread that will start the body. A throw fails the attempt,
     * an {@link UnfitJob} parks the job. A run that
     * was opened need not start: its arguments may not bind, or its route may have changed; then nothing more is called.
     */
    Run open(Claim claim);

    /** The surroundings of one run. */
    interface Run {
        /**
         * The live value for a parameter whose stored value is only a place-holder, such as a job context.
         *
         * @param declaredType binary name of the parameter's declared type
         */
        Optional<Object> argument(String declaredType);

        /**
         * Called on the thread that starts the body, right before it; what it sets on that thread, the body sees. A
         * throw fails the attempt, and the body is not called.
         */
        void starting();

        /**
         * Called once when the body's stage has ended, or was cancelled; {@code failure} is empty if it ended well.
         * Before the end is stored; of a body that blocks on the thread that ran it, after {@link #left}, else on any thread of the
         * worker. A throw is logged and changes nothing.
         */
        void ended(Optional<Throwable> failure);

        /** Metadata that changed since the last call: progress, logs. Stored with the next renewal or with the end. */
        Map<String, JsonNode> notes();

        /**
         * How pieces of the run get the surroundings on whatever thread they will run. Called on the thread that composes a
         * continuation or hands something to a blocking pool, so what is set there can be captured; what is returned is
         * applied to that piece. The thread that runs it must be afterwards as it was. What the piece throws is let
         * through.
         */
        default UnaryOperator<Runnable> carrier() {
            return UnaryOperator.identity();
        }

        /** Called on the thread that ran {@link #starting}, when the body has returned or thrown: undoes what it set. */
        void left();
    }
}
