// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

/** The id of a job, as the layout stores it; on JobRunr's layout a lower-case UUID. */
public record JobId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
