// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import java.util.Arrays;
import java.util.Optional;

/** The states of a job on JobRunr 7's layout. A job is in exactly one. */
public enum StateName {
    SCHEDULED("Scheduled"),
    ENQUEUED("Enqueued"),
    PROCESSING("Processing"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    DELETED("Deleted");

    private final String typeName;

    StateName(String word) {
        this.typeName = "org.jobrunr.jobs.states." + word + "State";
    }

    /** The type name that JobRunr's mappers write beside the state. A word to us: it is compared, never loaded. */
    String typeName() {
        return typeName;
    }

    static Optional<StateName> of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(text))
                .findFirst();
    }
}
