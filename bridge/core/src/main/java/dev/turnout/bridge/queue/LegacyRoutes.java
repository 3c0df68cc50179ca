// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's view of the routes. Before the first reading everything is the legacy pool's.
 *
 * <p>What is read last is obeyed, also where its epoch is lower than before: a replica that lacked the last changes may have taken over,
 * or keys were lost, and then there is nothing else to obey. So that an epoch means one reading only, this worker counts on: what
 * the runtime is told is Redis' epoch until that falls, or comes again with another mark, and the next whole number from then on.
 */
final class LegacyRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyRoutes.class);
    private static final int REMEMBERED = 16;

    private final LegacyRedis redis;
    private final Function<RouteTable, CompletionStage<Void>> obey;
    private final AtomicLong asked = new AtomicLong();
    private final NavigableMap<Long, Seen> seen = new TreeMap<>(); // guarded by this
    private volatile Seen last = new Seen(RouteTable.UNREAD.epoch(), RouteTable.UNREAD, "");
    private CompletionStage<Long> obeying =
            CompletableFuture.completedFuture(RouteTable.UNREAD.epoch()); // guarded by this
    private long answered; // guarded by this

    /** @param obey gives back what the new routes do not allow, before the new epoch counts as obeyed */
    LegacyRoutes(LegacyRedis redis, Function<RouteTable, CompletionStage<Void>> obey) {
        this.redis = redis;
        this.obey = obey;
    }

    @Override
    public boolean mayStart(TaskAddress task, JobId id) {
        return table().of(task).allows(id.value());
    }

    @Override
    public boolean mayStart(Claim claim) {
        return table().of(claim.task()).allows(claim.id(), claim.arguments());
    }

    boolean mayStart(JobDocument job) {
        return table().of(job.task()).allows(new JobId(job.id()), job.arguments());
    }

    RouteTable table() {
        return last.table();
    }

    @Override
    public long epoch() {
        return last.number();
    }

    /** The epoch of Redis that this view is of. */
    long stored() {
        return table().epoch();
    }

    @Override
    public CompletionStage<Long> refresh() {
        long question = asked.incrementAndGet();
        return redis.run(LegacyScript.ROUTES).thenCompose(reply -> obeyed(question, read(reply), reply.text(4)));
    }

    /** Ends when the routes have been read at least once. */
    CompletionStage<Long> ready() {
        return table() == RouteTable.UNREAD ? refresh() : CompletableFuture.completedFuture(epoch());
    }

    /** Ends when this view is that of {@code epoch}, as a script has just answered it. */
    CompletionStage<Long> at(long epoch) {
        return stored() == epoch ? CompletableFuture.completedFuture(epoch()) : refresh();
    }

    /** Epoch and mark in Redis' words of what the runtime knows as {@code number}; without a mark where that was not read, or long ago. */
    synchronized List<String> said(long number) {
        Seen one = seen.get(number);
        return one == null
                ? List.of(Long.toString(number), "")
                : List.of(Long.toString(one.table().epoch()), one.mark());
    }

    static RouteTable read(Reply reply) {
        Map<String, Route> routes = new HashMap<>();
        reply.list(2)
                .map()
                .forEach((task, record) -> routes.put(task, Route.parse(record).orElse(Route.LEGACY)));
        return new RouteTable(reply.number(1), routes, reply.list(3).map());
    }

    private synchronized CompletionStage<Long> obeyed(long question, RouteTable read, String mark) {
        if (question < answered) {
            return obeying; // asked before what is obeyed now
        }
        answered = question;
        Seen before = last;
        boolean fell = read.epoch() < before.table().epoch();
        boolean other = read.epoch() == before.table().epoch() && !mark.equals(before.mark());
        if (fell || other) {
            LOG.warn(
                    "TURNOUT-0647 the routes in Redis are not those that this worker knew: it had epoch {}, and reads epoch {}{}."
                            + " It obeys what it reads. Has a replica taken over, or were keys restored or lost? Look at the routes:"
                            + " turnout cutover route",
                    before.table().epoch(),
                    read.epoch(),
                    other ? " of another change" : "");
        }
        boolean same = !fell && !other && read.epoch() == before.table().epoch();
        long number = same ? before.number() : Math.max(read.epoch(), before.number() + 1);
        last = new Seen(number, read, mark);
        seen.put(number, last);
        if (seen.size() > REMEMBERED) {
            seen.pollFirstEntry();
        }
        obeying = obey.apply(read).thenApply(done -> number);
        return obeying;
    }

    /**
     * One reading.
     *
     * @param number what the runtime knows it as
     * @param mark of its epoch
     */
    private record Seen(long number, RouteTable table, String mark) {}
}
