// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/** One line of {@code lambda-contexts.csv}: where this argument of these methods runs. */
record LambdaContext(String owner, String methods, String argument, Context context) {
    boolean speaksFor(int index) {
        return argument.equals(MethodPattern.ANY) || argument.equals(Integer.toString(index));
    }
}
