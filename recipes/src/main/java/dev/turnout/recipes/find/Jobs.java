// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Set;
import org.openrewrite.java.tree.JavaType;

/** How JobRunr is told of jobs. */
final class Jobs {
    /** The functional interfaces of which the lambda is read, not called: it describes the job. */
    private static final String LAMBDAS = "org.jobrunr.jobs.lambdas.";

    static final String HANDLER = LAMBDAS + "JobRequestHandler";

    private static final Set<String> OTHERS = Set.of(HANDLER, LAMBDAS + "JobRequest");

    private Jobs() {}

    /** Whether a lambda of this type describes a job rather than do something. */
    static boolean isJob(JavaType.FullyQualified type) {
        return type.getFullyQualifiedName().startsWith(LAMBDAS) && !OTHERS.contains(type.getFullyQualifiedName());
    }
}
