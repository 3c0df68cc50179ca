// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Optional;

/** Which recipe mends what a rule finds, and what is left to a person. */
final class Counterpart {
    private static final String MIGRATE_JOBS = "dev.turnout.recipes.MigrateJobs";

    private Counterpart() {}

    static Optional<String> recipe(Rule rule) {
        return rule.isWait() ? Optional.of(MIGRATE_JOBS) : Optional.empty();
    }

    static String byHand(Rule rule) {
        return switch (rule) {
            case TRN102 -> "the read does not wait; what replaces it depends on the JDK";
            case TRN401, TRN408 -> "whether to await the stage or to let it go is a decision";
            case TRN402 -> "the types of all callers change with it";
            case TRN404, TRN405, TRN406 -> "what the caller expects is not written in the code";
            case TRN407 -> "the caller becomes a stage itself, and so do its callers";
            case TRN409 -> "what it waits for is a finding of its own, and mended with that";
            case TRN410 -> "when the resource may be closed is not written in the code";
            case TRN411 -> "a job may name the method, and then its name is an address";
            case TRN501, TRN502, TRN503, TRN504, TRN505 ->
                "what a thread, a transaction or a proxy carries is placed by somebody who knows what it is for";
            case TRN601, TRN602, TRN603, TRN604 -> "which executor is right is a decision";
            case TRN701, TRN702, TRN703, TRN704 -> "what the lock guards is not written in the code";
            case TRN801 ->
                "MigrateJobs leaves a facade under the old name, so it never makes this; where code was changed by hand,"
                        + " the facade is written by hand";
            case TRN802 -> "what the continuation needs of the context is a decision";
            case TRN803 -> "the class has two uses, and somebody has to part them";
            case TRN804 -> "where the work can stop is a decision";
            case TRN805, TRN806 -> "it speaks of the check, not of code that waits";
            case TRN807, TRN808 -> "only the job store knows when nothing queued names it any more";
            case TRN901 -> "the appender is a matter of configuration";
            case TRN902, TRN903, TRN904 -> "what belongs to start-up is a decision";
            default ->
                "it composes a task's wait where it can, and gives the task a lane where it cannot; outside of tasks the"
                        + " mend is made by hand";
        };
    }
}
