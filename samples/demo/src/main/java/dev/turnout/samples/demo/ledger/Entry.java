// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

/**
 * One line of a ledger, as text: seven fields, parted by tabs.
 *
 * @param nanos when, on the clock that all processes of one machine share ({@code CLOCK_MONOTONIC})
 * @param what what happened
 * @param pool {@code legacy} or {@code async}
 * @param owner name of the process
 * @param job the job's id, or {@code -} for an event of the process itself
 * @param token fencing token of an async run, 0 for a legacy one, which has none
 * @param task the task's class and method
 */
public record Entry(long nanos, What what, String pool, String owner, String job, long token, String task) {
    /** What can happen. */
    public enum What {
        /** A body starts. */
        START,
        /** A body has ended well. */
        END,
        /** A body has failed. */
        FAIL,
        /** An async worker has stored the end of a run. */
        STORED,
        /** A worker gave a job back. */
        RELEASE,
        /** A claim was no longer the worker's; its result was dropped. */
        LOST,
        /** A legacy server runs. */
        SERVER_UP,
        /** A legacy server has stopped. */
        SERVER_DOWN
    }

    String line() {
        return nanos + "\t" + what + "\t" + pool + "\t" + owner + "\t" + job + "\t" + token + "\t" + task + "\n";
    }

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException if it is not whole; the last line of a killed process may be cut
     */
    public static Entry parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 7) {
            throw new IllegalArgumentException("not a ledger line: " + line);
        }
        return new Entry(
                Long.parseLong(fields[0]),
                What.valueOf(fields[1]),
                fields[2],
                fields[3],
                fields[4],
                Long.parseLong(fields[5]),
                fields[6]);
    }
}
