// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.JobStore;
import dev.turnout.bridge.store.JobStore.Removal;
import dev.turnout.bridge.store.Selection;
import dev.turnout.bridge.store.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.navigation.OffsetBasedPageRequest;

/** Jobs of the store as they are asked for: one, or a page; and what is removed for good, a page at a time. */
final class JobPages {
    private static final int REMOVED_A_PAGE = 500;
    private static final long SEARCH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final String ASCENDING = ":ASC";
    private static final String DESCENDING = ":DESC";

    private final JobStore store;
    private final JobBodies bodies;
    private final Removals removals;

    JobPages(JobStore store, JobBodies bodies) {
        this.store = store;
        this.bodies = bodies;
        this.removals = new Removals(bodies);
    }

    /** Throws if it is gone. */
    Job one(UUID id) {
        return bodies.mapper().deserializeJob(body(id));
    }

    private String body(UUID id) {
        return Answers.ask(() -> store.body(id.toString())).orElseThrow(() -> new JobNotFoundException(id));
    }

    /** @param sparing leaves out what async workers hold */
    List<Job> list(StateName state, AmountRequest request, Optional<Instant> before, boolean sparing) {
        String order = request.getOrder();
        boolean byDue = state == StateName.SCHEDULED && order.startsWith("scheduledAt:");
        if (!byDue && !order.equals("updatedAt" + ASCENDING) && !order.equals("updatedAt" + DESCENDING)) {
            throw new IllegalArgumentException("Unsupported sorting: " + order);
        }
        return select(
                new Selection(
                        state.name(),
                        byDue,
                        order.endsWith(DESCENDING),
                        before.map(JobPages::fromNow),
                        offset(request),
                        request.getLimit(),
                        sparing),
                request);
    }

    /** Those that are scheduled before {@code scheduledBefore}. */
    List<Job> due(Instant scheduledBefore, AmountRequest request) {
        return select(
                new Selection(
                        StateName.SCHEDULED.name(),
                        true,
                        false,
                        Optional.of(fromNow(scheduledBefore)),
                        offset(request),
                        request.getLimit(),
                        false),
                request);
    }

    /** A page. For who asks for some jobs, and not for a page of all, another one where nothing of it can be read. */
    private List<Job> select(Selection selection, AmountRequest request) {
        long start = System.nanoTime();
        long offset = selection.offset();
        while (true) {
            List<StoredJob> page = page(selection, offset);
            List<Job> jobs = bodies.read(page);
            boolean over = request instanceof OffsetBasedPageRequest || System.nanoTime() - start > SEARCH_NANOS;
            if (page.isEmpty() || !jobs.isEmpty() || over) {
                return jobs;
            }
            offset += page.stream().filter(bodies::isLeft).count();
        }
    }

    private List<StoredJob> page(Selection selection, long offset) {
        Selection page = new Selection(
                selection.state(),
                selection.byDue(),
                selection.descending(),
                selection.latest(),
                offset,
                selection.count(),
                selection.sparing());
        return Answers.ask(() -> store.list(page));
    }

    private static Duration fromNow(Instant time) {
        Instant now = Instant.now();
        Duration century = Duration.ofDays(36_500);
        if (time.isBefore(now.minus(century))) {
            return century.negated();
        }
        return time.isAfter(now.plus(century)) ? century : Duration.between(now, time);
    }

    private static long offset(AmountRequest request) {
        return request instanceof OffsetBasedPageRequest page ? page.getOffset() : 0;
    }

    /** Removes one job for good, whoever can read it; says how many that were. */
    int remove(UUID id) {
        String body = body(id);
        return Answers.ask(() -> store.remove("", List.of(removals.of(id, body))));
    }

    /** Removes what is older for good; says how many. */
    int remove(StateName state, Instant updatedBefore) {
        Selection old = new Selection(
                state.name(), false, false, Optional.of(fromNow(updatedBefore)), 0, REMOVED_A_PAGE, false);
        int all = 0;
        long stay = 0;
        while (true) {
            List<StoredJob> page = page(old, stay);
            List<Removal> some = new ArrayList<>();
            for (StoredJob job : page) {
                Optional<Removal> removal = removals.of(job);
                removal.ifPresent(some::add);
                stay += removal.isEmpty() && bodies.isLeft(job) ? 1 : 0;
            }
            int count = some.isEmpty() ? 0 : Answers.ask(() -> store.remove(state.name(), some));
            all += count;
            if (page.isEmpty() || (count == 0 && !some.isEmpty())) {
                break;
            }
        }
        return all;
    }
}
