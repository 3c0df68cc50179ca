// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.queue.Reply;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names the tasks that live workers could not run as the legacy pool does, and what they lack for it. */
final class Unfit {
    private static final int FIRST = 2;

    private Unfit() {}

    static String message(Reply reply) {
        return "TURNOUT-0672 nothing was switched: an async worker would run these tasks otherwise than the legacy pool"
                + " does: "
                + joined(reply, 2, at -> reply.text(at) + ": " + reply.text(at + 1))
                + ". Put what is missing on the worker's class path and start it again; or switch"
                + " the other tasks by name.";
    }

    /** Filters that hear of every job on the legacy side, and that the workers of {@code target} do not have. */
    static String filters(String target, Reply reply) {
        String filters = joined(
                reply,
                3,
                at -> reply.text(at) + " (server " + reply.text(at + 1) + " has it, worker " + reply.text(at + 2)
                        + " does not)");
        return "TURNOUT-0610 nothing was switched: "
                + (target.equals(RouteTable.ALL) ? "every task" : target)
                + " would run without filters that legacy servers have: " + filters
                + ". Make them beans of the worker's application, or give them to JobRunrSurroundings.on, and start it"
                + " again; or take them off the legacy servers.";
    }

    /** Filters of the workers of {@code target} that no legacy server runs. */
    static String unheard(String target, Reply reply) {
        String filters = joined(reply, 2, at -> reply.text(at) + " (worker " + reply.text(at + 1) + ")");
        return "TURNOUT-0663 nothing was switched: "
                + (target.equals(RouteTable.ALL) ? "every task" : target)
                + " would run with filters that no legacy server has: " + filters
                + ". JobRunr's starters give no filter bean to a server. Give them to the legacy servers too"
                + " (BackgroundJobServer.setJobFilters), or take them from the worker, and start it again.";
    }

    /** What is said of each of the rows of the answer, which have so many fields. */
    private static String joined(Reply reply, int fields, IntFunction<String> row) {
        return IntStream.range(0, (reply.size() - FIRST) / fields)
                .mapToObj(number -> row.apply(FIRST + number * fields))
                .collect(Collectors.joining("; "));
    }
}
