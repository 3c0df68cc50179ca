// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.queue.Reply;
import java.util.List;

/** Says why a change of the routes was refused, and what to do. */
final class Refusals {
    private static final long STOCK_SERVERS = -1;
    private static final long NOBODY_KNOWS = -2;
    private static final long MOVED = -3;
    private static final long ONLY_ASYNC = -4;
    private static final long UNFIT = -6;
    private static final long LACKING = -7;
    private static final long UNKNOWN = -8;
    private static final long ANOTHER = -9;
    private static final long UNHEARD = -10;
    private static final long STRANGE = -11;
    private static final int MOST_NAMES = 20;
    private static final long MICROS = 1_000_000;
    private static final int REST = 2;
    private static final int WHY = 4;

    private Refusals() {}

    static CutoverRefused of(String target, String decidedOn, Reply reply) {
        List<String> rest = reply.texts().subList(REST, reply.size());
        long code = reply.number(0);
        if (code == STOCK_SERVERS) {
            return new CutoverRefused("TURNOUT-0330 nothing was switched: the legacy servers " + String.join(", ", rest)
                    + " are stock, and a stock server beside async workers may run a job twice or lose an enqueued one."
                    + " Give them GuardedPool or the drop-in; or pause them and say so (accept stock).");
        }
        if (code == NOBODY_KNOWS) {
            return new CutoverRefused("TURNOUT-0331 nothing was switched: no async worker " + knows(target, rest)
                    + ", so its jobs would wait for nobody. Start a worker with this task registered, then switch.");
        }
        if (code == MOVED) {
            return new CutoverRefused("TURNOUT-0357 nothing was changed: the epoch moved " + decidedOn + "→"
                    + reply.number(1) + by(rest) + ". Look at the routes again, and decide anew.");
        }
        if (code == UNKNOWN) {
            return new CutoverRefused("TURNOUT-0649 nothing was changed: " + target
                    + " has no route and no group, no async worker knows it, and none has ever claimed it: its name may be a slip."
                    + (rest.isEmpty()
                            ? " Look at the names: turnout cutover route."
                            : " Did you mean " + String.join(", ", rest) + "?"));
        }
        if (code == ANOTHER) {
            return new CutoverRefused("TURNOUT-0650 nothing was changed: this would overwrite a change made" + by(rest)
                    + (rest.get(WHY).isBlank() ? "" : ", because: " + rest.get(WHY))
                    + ". If you have seen that and mean it all the same, say so with the epoch you decide on: --epoch "
                    + reply.number(1));
        }
        if (code == UNFIT) {
            return new CutoverRefused(Unfit.message(reply));
        }
        if (code == LACKING) {
            return new CutoverRefused(Unfit.filters(target, reply));
        }
        if (code == STRANGE) {
            return new CutoverRefused("TURNOUT-0696 nothing was switched: no async worker knows "
                    + names(rest)
                    + "; jobs of these would wait for nobody. Start a worker that knows them; or switch the others by name or"
                    + " group; or confirm that you mean it (--confirm), if they are gone.");
        }
        if (code == UNHEARD) {
            return new CutoverRefused(Unfit.unheard(target, reply));
        }
        if (code == ONLY_ASYNC) {
            return new CutoverRefused("TURNOUT-0358 nothing was changed: only async workers can run "
                    + names(rest)
                    + ", which has no blocking form under that address; what waits of it would fail on a legacy server."
                    + " Let its jobs end first or leave it out; or confirm that you mean it.");
        }
        return new CutoverRefused("TURNOUT-0361 nothing was changed: no task is in the group " + target.substring(1)
                + ". Put tasks into it first, or mend its name.");
    }

    private static String knows(String target, List<String> unknown) {
        if (unknown.isEmpty()) {
            return "lives";
        }
        return "knows the " + (unknown.size() == 1 ? "task " : "tasks ") + names(unknown)
                + RouteTable.groupIn(target)
                        .map(group -> " of the group " + group)
                        .orElse("");
    }

    /** The first few of them: a message is for reading. */
    private static String names(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(MOST_NAMES, all.size())))
                + (all.size() > MOST_NAMES ? " and " + (all.size() - MOST_NAMES) + " more" : "");
    }

    private static String by(List<String> rest) {
        long micros = Long.parseLong(rest.get(1));
        return micros < 0
                ? ", by somebody whom the audit does not name any more"
                : " by " + rest.get(0) + " " + micros / MICROS + " s ago, who set " + rest.get(2) + " to '"
                        + rest.get(3) + "'";
    }
}
