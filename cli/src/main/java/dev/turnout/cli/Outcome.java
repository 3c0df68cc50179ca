// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.RouteTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Prints how a change of a route ended, and gives the exit code. */
final class Outcome {
    private Outcome() {}

    /** @param where Redis and prefix, without a password */
    static int print(PrintWriter out, boolean json, String what, Address where, Settled settled)
            throws JsonProcessingException {
        out.println(json ? json(what, where, settled) : text(what, where, settled));
        out.flush();
        return settled.done() ? Turnout.DONE : Turnout.NO;
    }

    private static String json(String what, Address where, Settled settled) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(map(what, where, settled));
    }

    /** For JSON. */
    static Map<String, Object> map(String what, Address where, Settled settled) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("done", settled.done());
        all.put("change", what);
        all.put("target", settled.target());
        all.put("redis", where.shown());
        all.put("prefix", where.prefix());
        all.put("epoch", settled.epoch());
        if (settled.cap().isPresent()) {
            all.put("cap", settled.cap().getAsInt());
        }
        all.put("answered", settled.answered());
        all.put("silent", settled.silent());
        all.put("reserved", settled.reserved());
        all.put("lastClaim", settled.lastClaim().map(Object::toString).orElse(null));
        all.put("lastStart", settled.lastStart().map(Object::toString).orElse(null));
        return all;
    }

    /** As lines. */
    static String text(String what, Address where, Settled settled) {
        return answers(what, settled) + cap(settled) + "\n  The async pool last claimed "
                + (settled.target().equals(RouteTable.ALL) ? "" : "one of these ") + time(settled.lastClaim())
                + ", last started " + time(settled.lastStart()) + "\n  in " + where;
    }

    static String time(Optional<Instant> at) {
        return at.map(Object::toString).orElse("never");
    }

    private static String cap(Settled settled) {
        return settled.cap().isEmpty()
                ? ""
                : "\n  As a first share it is capped: at most " + settled.cap().getAsInt()
                        + " jobs of a task are in flight over all async workers, as many as\n  the legacy pool has threads."
                        + " Raise it with 'turnout limit' when the back ends can bear more.";
    }

    private static String answers(String what, Settled settled) {
        if (settled.done()) {
            return what + ": done, epoch " + settled.epoch() + "; "
                    + (settled.answered().isEmpty()
                            ? "no async worker lives"
                            : settled.answered().size() + " async workers obey");
        }
        return what + ": changed, epoch " + settled.epoch() + ", but not everybody has answered.\n"
                + "  silent workers: " + settled.silent() + "\n"
                + "  jobs between the pools: " + settled.reserved() + "\n"
                + "  What they had claimed before may still start there. End these processes, or ask again with the same"
                + " command.";
    }
}
