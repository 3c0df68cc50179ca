// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.List;
import java.util.Set;

/**
 * A converted body.
 *
 * @param methods source of the twin and of its steps, in the order of reading, without indentation
 * @param imports types that they use and the file may not import yet
 */
public record Composed(List<String> methods, Set<String> imports) {
    /** Stands for a line break inside a text block, whose lines are not indented anew: that would change its value. */
    public static final char LINE_BREAK = '\uFFFF';
}
