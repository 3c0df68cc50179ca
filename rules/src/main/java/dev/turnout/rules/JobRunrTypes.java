// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Set;

/** What the rules know of JobRunr 7 and 8: names only. */
final class JobRunrTypes {
    /** Lambdas of these types are parsed by JobRunr, never run; each names a task. */
    static final String LAMBDAS = "org/jobrunr/jobs/lambdas/";

    static final String HANDLER = "org/jobrunr/jobs/lambdas/JobRequestHandler";
    static final String HANDLER_METHOD = "run";
    static final Set<String> ANNOTATIONS =
            Set.of("Lorg/jobrunr/jobs/annotations/Job;", "Lorg/jobrunr/jobs/annotations/Recurring;");

    static final String JOB = "Lorg/jobrunr/jobs/annotations/Job;";

    /** Since 8.0; calls of its methods are enqueued by a proxy. */
    static final String ASYNC_JOB = "org.jobrunr.jobs.annotations.AsyncJob";

    private JobRunrTypes() {}
}
