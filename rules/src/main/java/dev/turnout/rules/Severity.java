// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/** What a finding does to the build. */
public enum Severity {
    /** Fails the check, unless its confidence is only {@link Confidence#POSSIBLE}. */
    ERROR,
    /** Is reported. */
    WARNING,
    /** Is reported where everything is asked for. */
    INFO,
    /** Is not looked for; {@code META-INF/turnout/rules.properties} can switch it on. */
    OFF
}
