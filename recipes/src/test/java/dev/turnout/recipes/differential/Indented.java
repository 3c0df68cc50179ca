// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

/** Text of Java with its lines indented by the braces around them. */
final class Indented {
    private Indented() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (String line : text.split("\n")) {
            String bare = line.strip();
            int here = bare.startsWith("}") ? depth - 1 : depth;
            out.append(bare.isEmpty() ? "" : "    ".repeat(here) + bare).append('\n');
            depth += count(bare, '{') - count(bare, '}');
        }
        return out.toString();
    }

    private static int count(String text, char wanted) {
        return (int) text.chars().filter(one -> one == wanted).count();
    }
}
