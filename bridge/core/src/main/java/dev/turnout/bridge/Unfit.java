// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.queue.Reply;

/** Names the tasks that live workers could not run as the legacy pool does. */
final class Unfit {
    private static final int FIRST = 2;

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
}
