// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All surroundings of one run as one: entered in order, left in the reverse order. */
final class Around {
    private static final Logger LOG = LoggerFactory.getLogger(Around.class);

    private final Claim claim;
    private final List<Surroundings.Run> runs;
    private final Map<String, JsonNode> unsent = new HashMap<>(); // guarded by this
    private @Nullable Logger logger; // guarded by this
    private int entered;

    private Around(Claim claim, List<Surroundings.Run> runs) {
        this.claim = claim;
        this.runs = runs;
    }

    static Around open(List<Surroundings> all, Claim claim) {
        List<Surroundings.Run> runs = new ArrayList<>();
        for (Surroundings one : all) {
            runs.add(one.open(claim));
        }
        return new Around(claim, runs);
    }

    /** The first live value that any of them has for {@code declaredType}. */
    Optional<Object> argument(String declaredType) {
        return runs.stream().flatMap(run -> run.argument(declaredType).stream()).findFirst();
    }

    void starting() {
        for (Surroundings.Run run : runs) {
            run.starting();
            entered++;
        }
    }

    /** Leaves those that were entered. */
    void left() {
        while (entered > 0) {
            entered--;
            quietly("left", runs.get(entered)::left);
        }
    }

    /** What puts a piece, composed on this thread now, inside all of them, the first one outermost. */
    UnaryOperator<Runnable> carrier() {
        List<UnaryOperator<Runnable>> carriers =
                runs.stream().map(Surroundings.Run::carrier).toList();
        return piece -> {
            Runnable dressed = piece;
            for (int at = carriers.size() - 1; at >= 0; at--) {
                dressed = carriers.get(at).apply(dressed);
            }
            return dressed;
        };
    }

    /** Keeps a note for the next time that notes are sent. */
    synchronized void note(String key, JsonNode value) {
        unsent.put(key, value);
    }

    /** The logger of this run, whose lines become a note. */
    synchronized Logger logger() {
        Logger known = logger;
        if (known == null) {
            known = new RunLog(LoggerFactory.getLogger(claim.task().className()), lines -> note(Claims.LOG, lines));
            logger = known;
        }
        return known;
    }

    void ended(Optional<Throwable> failure) {
        for (int at = runs.size() - 1; at >= 0; at--) {
            Surroundings.Run run = runs.get(at);
            quietly("ended", () -> run.ended(failure));
        }
    }

    /** What has changed since the last call, and what was given back by {@link #notSent}. */
    synchronized Map<String, JsonNode> notes() {
        Map<String, JsonNode> all = new HashMap<>(unsent);
        unsent.clear();
        for (Surroundings.Run run : runs) {
            quietly("notes", () -> all.putAll(run.notes()));
        }
        return all;
    }

    /** Keeps {@code notes}, which may not have reached the queue, for the next time; newer ones win. */
    synchronized void notSent(Map<String, JsonNode> notes) {
        notes.forEach(unsent::putIfAbsent);
    }

    private void quietly(String what, Runnable call) {
        try {
            call.run();
        } catch (Throwable failure) {
            LOG.warn(
                    "TURNOUT-0308 job {}: '{}' of its surroundings failed; the job goes on.",
                    claim.id(),
                    what,
                    failure);
        }
    }
}
