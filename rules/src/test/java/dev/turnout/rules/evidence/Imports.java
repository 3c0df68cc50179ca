// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import org.jspecify.annotations.Nullable;

/** The import that the tools built on ArchUnit share; one jar at a time is kept. */
final class Imports {
    private @Nullable Coordinates last;
    private @Nullable JavaClasses classes;

    JavaClasses of(Jar jar) {
        if (classes == null || !jar.coordinates().equals(last)) {
            classes = null; // before the next is read: two large jars do not fit
            classes = Imported.of(jar);
            last = jar.coordinates();
        }
        return classes;
    }

    /** {@code CompletableFuture.join}. */
    static String simpleName(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.substring(owner.lastIndexOf('.') + 1) + "." + target.getName();
    }
}
