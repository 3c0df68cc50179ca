// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/**
 * One line of {@code blocking-apis.csv}: this method, on this type and every subtype, waits.
 *
 * @param isUsers whether the user's class path has it, not ours
 */
record BlockingRow(String owner, MethodPattern method, String kind, boolean always, boolean isUsers) {
    boolean isNonblocking() {
        return kind.equals(Kinds.NONBLOCKING);
    }
}
