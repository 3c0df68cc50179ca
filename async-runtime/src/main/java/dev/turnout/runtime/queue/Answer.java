// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

/** What became of a change that a worker asked for. Switch over it without a default. */
public sealed interface Answer {
    /**
     * The change is stored.
     *
     * @param again whether the job is to be run again: a failed attempt whose retry is stored with it, a job given back
     */
    record Committed(boolean again) implements Answer {
        /** Stored, and nothing follows. */
        public Committed() {
            this(false);
        }
    }

    /** The job belongs to somebody else, or is gone. Nothing was changed; drop the result, never force it. */
    record LostClaim() implements Answer {}

    /** The job was ended by somebody else before: cancelled, or deleted. Nothing was changed. */
    record AlreadyFinal() implements Answer {}

    /**
     * No answer came. The change may be stored or not: ask again with the same token.
     *
     * @param cause why there was none
     */
    record Indeterminate(Throwable cause) implements Answer {}
}
