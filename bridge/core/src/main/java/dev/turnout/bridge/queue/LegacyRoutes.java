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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The worker's view of the routes. Before the first reading everything is the legacy pool's. */
final class LegacyRoutes implements Routes {
    private final LegacyRedis redis;
    private final Function<RouteTable, CompletionStage<Void>> obey;
    private volatile RouteTable table = RouteTable.UNREAD;

    /** @param obey gives back what the new routes do not allow, before the new epoch counts as obeyed */
    LegacyRoutes(LegacyRedis redis, Function<RouteTable, CompletionStage<Void>> obey) {
        this.redis = redis;
        this.obey = obey;
    }

    @Override
    public boolean mayStart(TaskAddress task, JobId id) {
        return table.of(task).allows(id.value());
    }

    @Override
    public boolean mayStart(Claim claim) {
        return table.of(claim.task()).allows(claim.id(), claim.arguments());
    }

    boolean mayStart(JobDocument job) {
        return table.of(job.task()).allows(new JobId(job.id()), job.arguments());
    }

    RouteTable table() {
        return table;
    }

    @Override
    public long epoch() {
        return table.epoch();
    }

    @Override
    public CompletionStage<Long> refresh() {
        return redis.run(LegacyScript.ROUTES).thenCompose(reply -> {
            RouteTable read = read(reply);
            return obeyed(read).thenApply(done -> read.epoch());
        });
    }

    /** Ends when the routes have been read at least once. */
    CompletionStage<Long> ready() {
        return table == RouteTable.UNREAD ? refresh() : CompletableFuture.completedFuture(table.epoch());
    }

    /** Ends when this view is no older than {@code epoch}, as a script has just answered it. */
    CompletionStage<Long> at(long epoch) {
        return table.epoch() >= epoch ? CompletableFuture.completedFuture(table.epoch()) : refresh();
    }

    static RouteTable read(Reply reply) {
        Map<String, Route> routes = new HashMap<>();
        reply.list(2)
                .map()
                .forEach((task, record) -> routes.put(task, Route.parse(record).orElse(Route.LEGACY)));
        return new RouteTable(reply.number(1), routes, reply.list(3).map());
    }

    private synchronized CompletionStage<Void> obeyed(RouteTable read) {
        if (read.epoch() < table.epoch()) {
            return CompletableFuture.completedFuture(null);
        }
        table = read;
        return obey.apply(read);
    }
}
