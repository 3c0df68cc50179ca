// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.bridge.queue.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recurring jobs and their instances. Calls wait for Redis and throw as those of {@link JobStore}. */
public final class RecurringStore {
    private static final String RESERVED = "createdAt";

    private final StoreCalls calls;

    RecurringStore(StoreCalls calls) {
        this.calls = calls;
    }

    /**
     * Stores a recurring job; one of the same id is overwritten.
     *
     * @param creator who created it, in JobRunr 8's word; empty for JobRunr 7
     * @throws IllegalArgumentException if its key would be one that the layout uses for something else
     */
    public void define(Definition definition, Instant created) {
        if (definition.id().equals(RESERVED)) {
            throw new IllegalArgumentException("TURNOUT-0602 a recurring job cannot have the id '" + RESERVED
                    + "': JobRunr's layout keeps the times of all of them under that key. Give it another id.");
        }
        calls.ask(
                StoreScript.DEFINE,
                definition.id(),
                definition.body(),
                Long.toString(created.toEpochMilli()),
                definition.creator());
    }

    /** All recurring jobs, and the sum by which a change is seen. */
    public Definitions all() {
        Reply reply = calls.ask(StoreScript.DEFINITIONS);
        List<Definition> found = new ArrayList<>();
        for (int i = 2; i < reply.size(); i += 3) {
            found.add(new Definition(reply.text(i), reply.text(i + 1), reply.text(i + 2)));
        }
        return new Definitions(reply.number(1), found);
    }

    /** The sum by which a change is seen. */
    public long sum() {
        return calls.ask(StoreScript.DEFINED).number(1);
    }

    /** Removes a recurring job; says whether there was one. */
    public boolean undefine(String id) {
        return calls.ask(StoreScript.UNDEFINE, id).number(1) == 1;
    }

    /** What instances a recurring job has in {@code states}. */
    public Instances instances(String id, List<String> states) {
        List<String> args = new ArrayList<>(List.of(id));
        args.addAll(states);
        Reply reply = calls.ask(StoreScript.INSTANCES, args);
        long latest = reply.number(2);
        return new Instances(
                reply.number(1) == 1,
                latest == 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(latest, ChronoUnit.MICROS)));
    }

    /**
     * A recurring job.
     *
     * @param body its definition as text
     * @param creator who created it, in JobRunr 8's word; empty where nothing was said
     */
    public record Definition(String id, String body, String creator) {}

    /**
     * All recurring jobs.
     *
     * @param sum of their times of creation in ms; -1 if there is none
     */
    public record Definitions(long sum, List<Definition> all) {
        public Definitions {
            all = List.copyOf(all);
        }
    }

    /**
     * Instances of a recurring job.
     *
     * @param exist whether there is one
     * @param latest the latest time that one was to run; empty where it is not known
     */
    public record Instances(boolean exist, Optional<Instant> latest) {}
}
