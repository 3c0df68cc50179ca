// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import org.openrewrite.SourceFile;
import org.openrewrite.java.marker.JavaSourceSet;

/** Tells test sources from main ones. */
public final class SourceSets {
    private SourceSets() {}

    public static boolean isTest(SourceFile file) {
        String path = file.getSourcePath().toString().replace('\\', '/');
        return path.contains("src/test/")
                || file.getMarkers()
                        .findFirst(JavaSourceSet.class)
                        .map(set -> !set.getName().equals("main"))
                        .orElse(false);
    }
}
