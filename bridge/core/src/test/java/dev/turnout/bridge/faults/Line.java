// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

/**
 * One line of a ledger.
 *
 * @param what {@code START}, {@code BODY} (its code has done its effect), or what became of a claim
 * @param nanos {@link System#nanoTime}, which all processes of a machine share on Linux
 */
record Line(String what, String job, long token, String owner, String task, long nanos) {
    static Line parse(String text) {
        String[] words = text.split("\t");
        return new Line(words[0], words[1], Long.parseLong(words[2]), words[3], words[4], Long.parseLong(words[5]));
    }

    String text() {
        return String.join("\t", what, job, Long.toString(token), owner, task, Long.toString(nanos));
    }
}
