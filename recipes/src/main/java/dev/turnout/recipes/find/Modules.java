// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.nio.file.Path;

/** Which module a source file belongs to, by the layout of Maven. */
public final class Modules {
    private static final String MAIN = "src/main/java";

    private Modules() {}

    /** The module's folder, empty for the root; a file outside of the layout belongs to the root. */
    public static String of(Path source) {
        String path = source.toString().replace('\\', '/');
        int main = path.indexOf(MAIN);
        return main <= 0 ? "" : path.substring(0, main);
    }
}
