// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.bridge.queue.Reply;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.redis.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs. Documents are text here: what is in them the caller's mapper says. Calls wait for Redis, and throw {@link
 * dev.turnout.runtime.redis.RedisFault} if it gave no answer in time. Safe for use by several threads.
 */
public final class JobStore {
    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);
    private static final int SAVED_A_CALL = 100;
    private static final int REMOVED_A_CALL = 500;
    private static final int MOST_CHARS = 8 * 1024 * 1024;
    private static final int STORED_FIELDS = 3;

    private final StoreCalls calls;
    private final Link link;
    private final LegacyKeys keys;

    JobStore(StoreCalls calls, Link link, LegacyKeys keys) {
        this.calls = calls;
        this.link = link;
        this.keys = keys;
    }

    /** Stores jobs, each for itself, 100 a script; one answer a job, in order. */
    public List<Saved> save(List<Saving> jobs) {
        List<Saved> answers = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += SAVED_A_CALL) {
            List<Saving> some = jobs.subList(from, Math.min(from + SAVED_A_CALL, jobs.size()));
            List<String> args = new ArrayList<>();
            some.forEach(job -> add(args, job));
            Reply reply = calls.ask(StoreScript.SAVE, args);
            for (int i = 0; i < some.size(); i++) {
                answers.add(saved(reply.number(i + 1)));
            }
        }
        return answers;
    }

    private static void add(List<String> args, Saving job) {
        args.addAll(List.of(
                job.id(),
                Integer.toString(job.before()),
                job.body(),
                job.state(),
                Saving.micros(job.updated()),
                job.due().map(Saving::micros).orElse("0"),
                job.recurringId(),
                job.scheduled().map(Saving::micros).orElse(""),
                job.signature()));
        args.addAll(place(job));
    }

    /** Task and time of creation of a job that goes into the queue, as who claims reads them; empty where it is none, or not readable. */
    private static List<String> place(Saving job) {
        if (job.state().equals(StateName.ENQUEUED.name())) {
            try {
                JobDocument document = JobDocument.read(job.body());
                return List.of(document.task().toString(), Long.toString(document.agesFromMicros()));
            } catch (UnreadableDocument e) {
                LOG.debug("Job {} goes into no index: its document cannot be read here.", job.id(), e);
            }
        }
        return List.of("", "");
    }

    private static Saved saved(long code) {
        if (code == 1) {
            return Saved.STORED;
        }
        return code == 0 ? Saved.CHANGED : Saved.HELD;
    }

    /** The document of a job; empty if there is none. */
    public Optional<String> body(String id) {
        return Optional.of(bodies(List.of(id)).get(0)).filter(body -> !body.isEmpty());
    }

    /** The documents of jobs, in order; empty where there is none. */
    public List<String> bodies(List<String> ids) {
        List<String> bodies = calls.ask(StoreScript.READ, ids).texts();
        return bodies.subList(1, bodies.size());
    }

    /** Jobs of one state, from one moment; fewer than asked for where documents are long, 8 MiB a call. */
    public List<StoredJob> list(Selection selection) {
        Reply reply = calls.ask(
                StoreScript.LIST,
                selection.state(),
                selection.byDue() ? "due" : "state",
                selection.descending() ? "DESC" : "ASC",
                selection
                        .latest()
                        .map(time -> Long.toString(time.toNanos() / 1_000))
                        .orElse(""),
                Long.toString(selection.offset()),
                Integer.toString(selection.count()),
                Integer.toString(MOST_CHARS),
                selection.sparing() ? "1" : "0");
        List<StoredJob> jobs = new ArrayList<>();
        for (int i = 1; i < reply.size(); i += STORED_FIELDS) {
            jobs.add(new StoredJob(reply.text(i), reply.text(i + 1), reply.text(i + 2)));
        }
        return jobs;
    }

    /** How many jobs are in {@code state}. */
    public long count(String state) {
        return calls.untilAnswered(() -> link.send(redis -> redis.zcard(keys.queue(state))));
    }

    /** How many there are of everything. */
    public Stats stats() {
        Reply reply = calls.ask(StoreScript.STATS);
        return new Stats(
                reply.number(1),
                reply.number(2),
                reply.number(3),
                reply.number(4),
                reply.number(5),
                reply.number(6),
                reply.number(7),
                (int) reply.number(8),
                (int) reply.number(9));
    }

    /** Adds to the number of jobs that ever succeeded; once, or not at all. */
    public void countSucceeded(int more) {
        calls.askOnce(StoreScript.COUNT, List.of(Integer.toString(more)));
    }

    /**
     * Removes jobs for good.
     *
     * @param state that they must still be in; empty for any
     * @return how many were removed
     */
    public int remove(String state, List<Removal> jobs) {
        int count = 0;
        for (int from = 0; from < jobs.size(); from += REMOVED_A_CALL) {
            List<String> args = new ArrayList<>(List.of(state));
            jobs.subList(from, Math.min(from + REMOVED_A_CALL, jobs.size())).forEach(job -> {
                args.add(job.id());
                args.add(job.recurringId());
            });
            count += (int) calls.ask(StoreScript.REMOVE, args).number(1);
        }
        return count;
    }

    /** JobRunr's signatures of the jobs in {@code states}; at least those that there are. */
    public Set<String> signatures(List<String> states) {
        List<String> said = calls.ask(StoreScript.SIGNED, states).texts();
        return new HashSet<>(said.subList(1, said.size()));
    }

    /**
     * Looks after an entry that the caller cannot read. If nobody can, because the document is missing or is none, the entry is put
     * aside, so that no server stumbles over it; its keys stay, and it is offered again by each provider that starts. Otherwise
     * somebody else may read it, and it stays where it is.
     *
     * @return whether it was put aside
     */
    public boolean aside(StoredJob job, String complaint) {
        String reason = job.body().isEmpty() ? "it has no document" : unreadable(job.body());
        if (reason.isEmpty()) {
            LOG.warn(
                    "TURNOUT-0601 job {} was passed over: this application's mapper cannot read it ({}). It stays where it is."
                            + " Is a class missing here that another application has?",
                    job.id(),
                    complaint);
            return false;
        }
        boolean done = calls.ask(StoreScript.QUARANTINE, job.id(), job.version(), job.body(), reason)
                        .number(1)
                == 1;
        if (done) {
            LOG.error(
                    "TURNOUT-0600 job {} was put aside: {}. Its keys were not touched; where it stood is kept in {}, and it is"
                            + " offered again when a provider starts.",
                    job.id(),
                    reason,
                    keys.quarantine());
        }
        return done;
    }

    private static String unreadable(String body) {
        try {
            JobDocument.read(body);
            return "";
        } catch (UnreadableDocument e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * A job to be removed.
     *
     * @param recurringId the recurring job that it is an instance of; empty for none
     */
    public record Removal(String id, String recurringId) {}
}
