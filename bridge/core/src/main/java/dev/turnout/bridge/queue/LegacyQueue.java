// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Duties;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.queue.Stall;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.redis.RedisAddress;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One queue for two pools: the SPI on JobRunr 7's layout, beside living JobRunr servers.
 *
 * <p>Opening blocks until Redis is connected, or for the first try; nothing else does. One instance is one worker: its id is the server id in
 * the documents and the owner of its leases. Closing ends no jobs; release what is held, and {@code leave}, before.
 */
public final class LegacyQueue implements Queue {
    private final Link link;
    private final ScheduledExecutorService timer;
    private final Pulse pulse;
    private final LegacyClaims claims;
    private final LegacyDuties duties;
    private final LegacyPresence presence;
    private final LegacyDoor door;
    private final LegacyRoutes routes;
    private final LegacyRedis redis;
    private final LegacyControls controls;
    private final LegacyDocuments documents;
    private final FilterThreads filterThreads = new FilterThreads();

    private LegacyQueue(Link link, LegacyQueueOptions options, RedisClock clock) {
        this.link = link;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "turnout-queue-pulse");
            thread.setDaemon(true);
            return thread;
        });
        this.redis = new LegacyRedis(link, LegacyKeys.under(options.keyPrefix()), clock);
        Parking parking = new Parking(redis, System::nanoTime);
        HeldJobs held = new HeldJobs();
        Heads heads = new Heads(redis, options, held, this::work);
        this.routes = new LegacyRoutes(redis, heads::obey);
        this.pulse = new Pulse(redis, options, timer, routes::stored);
        Claimer claimer = new Claimer(redis, options, routes, parking, heads, held, pulse::in);
        this.documents = new LegacyDocuments(held, filterThreads.executor());
        this.claims =
                new LegacyClaims(redis, options, held, claimer, parking, pulse, documents, filterThreads.executor());
        this.duties = new LegacyDuties(redis, options, parking, documents);
        this.presence = new LegacyPresence(
                redis, options, heads, pulse, routes, documents, claims::forgetTold, documents::unbound);
        this.door = new LegacyDoor(
                redis, new Backlogs(redis, options, routes), new LegacyForm(options.dialect()), options.workerName());
        this.controls = new LegacyControls(redis, options.workerName(), "");
    }

    /**
     * A queue over the application's Lettuce client, which is neither changed nor shut down. Its connections share the client's
     * event loops: code of the application that blocks one of them stops renewals; see {@link #stall}.
     *
     * @throws dev.turnout.runtime.redis.RedisFault if Redis cannot be reached
     */
    public static LegacyQueue open(RedisClient client, LegacyQueueOptions options) {
        return open(client, options, new RedisClock());
    }

    static LegacyQueue open(RedisClient client, LegacyQueueOptions options, RedisClock clock) {
        return new LegacyQueue(Link.over(client, options.patience()), options, clock);
    }

    /**
     * A queue with a client of its own.
     *
     * @param uri {@code redis://host:port/db}
     * @throws dev.turnout.runtime.redis.RedisFault if Redis cannot be reached
     */
    public static LegacyQueue open(String uri, LegacyQueueOptions options) {
        return new LegacyQueue(Link.to(uri, options.patience()), options, new RedisClock());
    }

    /** As {@link #open(String, LegacyQueueOptions)}, of an address that has been read. */
    public static LegacyQueue open(RedisAddress address, LegacyQueueOptions options) {
        return new LegacyQueue(Link.to(address, options.patience()), options, new RedisClock());
    }

    /**
     * As {@link #open(RedisClient, LegacyQueueOptions)}, but a Redis that is away is waited for: until the first connection is
     * open every call fails, as in an outage, and a worker tries again until it can enter the queue.
     *
     * @throws dev.turnout.runtime.redis.RedisFault if Redis refuses the credentials, or the client cannot be used
     */
    public static LegacyQueue awaiting(RedisClient client, LegacyQueueOptions options) {
        return new LegacyQueue(Link.awaiting(client, options.patience()), options, new RedisClock());
    }

    /** As {@link #open(String, LegacyQueueOptions)}, but a Redis that is away is waited for. */
    public static LegacyQueue awaiting(String uri, LegacyQueueOptions options) {
        return new LegacyQueue(Link.awaiting(uri, options.patience()), options, new RedisClock());
    }

    private void work() {
        pulse.soon();
    }

    @Override
    public Claims claims() {
        return claims;
    }

    @Override
    public Duties duties() {
        return duties;
    }

    @Override
    public Presence presence() {
        return presence;
    }

    /** A cancel is kept in the audit under this worker's name. */
    @Override
    public Door door() {
        return door;
    }

    /** The same door, whose cancels are kept in the audit as made by {@code who}. */
    public Door door(String who) {
        return door.usedBy(who);
    }

    @Override
    public Routes routes() {
        return routes;
    }

    /** The stored form of the jobs that this worker holds, for what knows the framework that wrote them. */
    public LegacyDocuments documents() {
        return documents;
    }

    /** Changes are kept in the audit under this worker's name, without a reason. */
    @Override
    public Controls controls() {
        return controls;
    }

    /** The same controls, whose changes are kept in the audit as made by {@code who} because of {@code why}. */
    public LegacyControls controls(String who, String why) {
        return new LegacyControls(redis, who, why);
    }

    @Override
    public Optional<Stall> stall(Duration limit) {
        return link.stall(limit);
    }

    @Override
    public void close() {
        pulse.stop();
        timer.shutdownNow();
        link.close();
    }
}
