// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.List;

/**
 * What a thread that must not wait may do inside of a method.
 *
 * @param takenBack whether it holds no longer inside of this method, although a caller has it
 * @param reason why
 */
record Allowance(String type, String method, boolean takenBack, String reason) {
    private static final String NOT = "not: ";

    static List<Allowance> all() {
        return Data.read("allowances.properties").entrySet().stream()
                .map(line -> of(line.getKey(), line.getValue()))
                .toList();
    }

    private static Allowance of(String place, String reason) {
        int hash = place.indexOf('#');
        boolean takenBack = reason.startsWith(NOT);
        return new Allowance(
                place.substring(0, hash),
                place.substring(hash + 1),
                takenBack,
                takenBack ? reason.substring(NOT.length()) : reason);
    }
}
