// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

/**
 * One line of an account.
 *
 * @param what {@code START} or {@code END} of a body
 * @param job the job's id
 * @param owner the process
 * @param task the task's method
 * @param nanos {@link System#nanoTime}, which all processes of a machine share on Linux
 */
record Line(String what, String job, String owner, String task, long nanos) {
    static Line parse(String text) {
        String[] words = text.split("\t");
        return new Line(words[0], words[1], words[2], words[3], Long.parseLong(words[4]));
    }

    String text() {
        return String.join("\t", what, job, owner, task, Long.toString(nanos));
    }

    boolean isAsync() {
        return owner.startsWith(Children.WORKER);
    }
}
