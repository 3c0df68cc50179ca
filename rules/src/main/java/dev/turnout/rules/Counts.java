// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/**
 * What was looked at. A check that saw less than you think is worth less than you think.
 *
 * @param classes classes analysed
 * @param methods methods with a body
 * @param entries places where an async path begins
 * @param unresolvedTypes types whose super types could not be read, so that calls on them may be missed
 * @param unreadableClasses class files that could not be read, and those that hold a second class of a name
 * @param exemptions methods and classes that {@code @AllowBlocking} takes out
 */
public record Counts(
        int classes, int methods, int entries, int unresolvedTypes, int unreadableClasses, int exemptions) {}
