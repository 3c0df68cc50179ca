// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.RecurringStore;
import dev.turnout.bridge.store.RecurringStore.Definition;
import dev.turnout.bridge.store.RecurringStore.Definitions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.storage.RecurringJobsResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JobRunr's recurring jobs. One that this application's mapper cannot read is left out, and stays. */
final class RecurringJobs {
    private static final Logger LOG = LoggerFactory.getLogger(RecurringJobs.class);

    private final RecurringStore store;
    private volatile Loaded loaded = new Loaded(Long.MIN_VALUE, Long.MIN_VALUE);

    RecurringJobs(RecurringStore store) {
        this.store = store;
    }

    /** Whether others are there than those of which JobRunr has {@code hash}. */
    boolean changedSince(long hash) {
        Loaded last = loaded;
        long sum = Answers.ask(store::sum);
        return hash == last.hash ? sum != last.sum : sum != hash;
    }

    /** All that {@code reader} can read. */
    RecurringJobsResult all(Function<Definition, RecurringJob> reader) {
        Definitions definitions = Answers.ask(store::all);
        List<RecurringJob> jobs = new ArrayList<>();
        for (Definition definition : definitions.all()) {
            try {
                jobs.add(reader.apply(definition));
            } catch (RuntimeException | LinkageError unreadable) {
                LOG.warn(
                        "TURNOUT-0605 the recurring job {} was left out: this application's mapper cannot read its definition"
                                + " ({}). It was not changed; register it again, or delete it.",
                        definition.id(),
                        unreadable.getMessage());
            }
        }
        RecurringJobsResult result = new RecurringJobsResult(jobs);
        loaded = new Loaded(result.getLastModifiedHash(), definitions.sum());
        return result;
    }

    /** Whether it was there. */
    boolean remove(String id) {
        return Answers.ask(() -> store.undefine(id));
    }

    /**
     * What was loaded last.
     *
     * @param hash of what could be read, as JobRunr computes it
     * @param sum of everything that is there
     */
    private record Loaded(long hash, long sum) {}
}
