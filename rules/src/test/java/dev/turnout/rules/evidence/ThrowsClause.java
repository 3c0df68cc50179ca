// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import java.io.IOException;
import java.net.MalformedURLException;

/** What IDEs take for blocking where nothing is annotated: a method of the platform that says it may be interrupted or fail. */
final class ThrowsClause {
    private ThrowsClause() {}

    static boolean blocks(CodeUnitAccessTarget target) {
        return target.getOwner().getPackageName().matches("(java|javax|jakarta)\\..*")
                && target.resolveMember().stream()
                        .flatMap(unit -> unit.getThrowsClause().stream())
                        .map(declaration -> declaration.getRawType())
                        .filter(type -> !type.isAssignableTo(MalformedURLException.class))
                        .anyMatch(type -> type.isAssignableTo(IOException.class)
                                || type.isAssignableTo(InterruptedException.class));
    }
}
