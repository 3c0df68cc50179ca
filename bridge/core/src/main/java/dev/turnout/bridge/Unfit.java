// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.queue.Reply;

/** Names the tasks that live workers could not run as the legacy pool does, and what they lack for it. */
final class Unfit {
    private static final int FIRST = 2;
    private static final int OF_A_FILTER = 3;

    private Unfit() {}

    static String message(Reply reply) {
        StringBuilder tasks = new StringBuilder();
        for (int i = FIRST; i + 1 < reply.size(); i += 2) {
            tasks.append(i == FIRST ? "" : "; ")
                    .append(reply.text(i))
                    .append(": ")
                    .append(reply.text(i + 1));
        }
        return "TURNOUT-0672 nothing was switched: an async worker would run these tasks otherwise than the legacy pool"
                + " does: " + tasks + ". Put what is missing on the worker's class path and start it again; or switch"
                + " the other tasks by name.";
    }

    /** Filters that hear of every job on the legacy side, and that the workers of {@code target} do not have. */
    static String filters(String target, Reply reply) {
        StringBuilder filters = new StringBuilder();
        for (int i = FIRST; i + OF_A_FILTER <= reply.size(); i += OF_A_FILTER) {
            filters.append(i == FIRST ? "" : "; ")
                    .append(reply.text(i))
                    .append(" (server ")
                    .append(reply.text(i + 1))
                    .append(" has it, worker ")
                    .append(reply.text(i + 2))
                    .append(" does not)");
        }
        return "TURNOUT-0610 nothing was switched: "
                + (target.equals(RouteTable.ALL) ? "every task" : target)
                + " would run without filters that legacy servers have: " + filters
                + ". Make them beans of the worker's application, or give them to JobRunrSurroundings.on, and start it"
                + " again; or take them off the legacy servers.";
    }

    /** Filters of the workers of {@code target} that no legacy server runs. */
    static String unheard(String target, Reply reply) {
        StringBuilder filters = new StringBuilder();
        for (int i = FIRST; i + 1 < reply.size(); i += 2) {
            filters.append(i == FIRST ? "" : "; ")
                    .append(reply.text(i))
                    .append(" (worker ")
                    .append(reply.text(i + 1))
                    .append(')');
        }
        return "TURNOUT-0663 nothing was switched: "
                + (target.equals(RouteTable.ALL) ? "every task" : target)
                + " would run with filters that no legacy server has: " + filters
                + ". JobRunr's starters give no filter bean to a server. Give them to the legacy servers too"
                + " (BackgroundJobServer.setJobFilters), or take them from the worker, and start it again.";
    }
}
