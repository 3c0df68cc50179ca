// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import java.util.Locale;

/** What became of a claim, as tags say it. */
enum Outcome {
    SUCCEEDED,
    FAILED,
    RETRIED,
    RELEASED,
    PARKED,
    CANCELLED,
    LOST,
    ABANDONED;

    /** The tag. */
    static final String KEY = "outcome";

    private final String tag = name().toLowerCase(Locale.ROOT);

    String tag() {
        return tag;
    }
}
