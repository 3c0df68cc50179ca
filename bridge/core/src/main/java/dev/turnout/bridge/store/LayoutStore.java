// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.bridge.queue.LegacyRedis;
import dev.turnout.bridge.queue.LegacySide;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.redis.RedisFault;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Everything under one key prefix of JobRunr's layout, for a storage provider of ours.
 *
 * <p>Each change is one script that checks first and writes then; WATCH and MULTI are never sent. Two connections of the
 * application's own client are used, one for scripts and one for signals; any number of threads may call.
 */
public final class LayoutStore implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Link link;
    private final LegacyKeys keys;
    private final StoreCalls calls;
    private final LegacySide side;
    private final JobStore jobs;
    private final RecurringStore recurring;
    private final MetadataStore metadata;
    private final ServerStore servers;

    private LayoutStore(Link link, LegacyKeys keys, Duration patience) {
        this.link = link;
        this.keys = keys;
        this.calls = new StoreCalls(link, keys, patience);
        this.side = LegacySide.over(new LegacyRedis(link, keys));
        this.jobs = new JobStore(calls, link, keys);
        this.recurring = new RecurringStore(calls);
        this.metadata = new MetadataStore(calls);
        this.servers = new ServerStore(calls);
    }

    /**
     * A store over the application's client, which is neither changed nor shut down. Waits for the first connection.
     *
     * @param keyPrefix JobRunr's key prefix; empty for none
     * @param patience how long a call is repeated while Redis is away
     * @throws RedisFault if Redis cannot be reached
     */
    public static LayoutStore open(RedisClient client, String keyPrefix, Duration patience) {
        return new LayoutStore(Link.over(client, CALL), LegacyKeys.under(keyPrefix), patience);
    }

    /**
     * Asks Redis whether the client's user may run what the scripts call. A right that is missing would show in the middle of a
     * script, behind its first write.
     *
     * @throws IllegalStateException if it may not, with what is missing; nothing was changed
     */
    public void checkRights() {
        String source = StoreScript.RIGHTS.script().source();
        String[] stem = {keys.stem()};
        List<Object> missing = calls.untilAnswered(
                () -> link.<List<Object>>send(redis -> redis.eval(source, ScriptOutputType.MULTI, stem)));
        if (!missing.isEmpty()) {
            String names = missing.stream().map(Object::toString).collect(Collectors.joining(", "));
            throw new IllegalStateException(
                    "TURNOUT-0618 the Redis user of this client may not run, in a script: " + names
                            + ". Nothing was done, and this storage provider does not start. Grant it (ACL SETUSER <user> +<command>,"
                            + " ~<keys>, &<channel>); docs/drop-in.md has the whole list.");
        }
    }

    /** Makes the store ready, and offers entries again that had been put aside. Safe to repeat. */
    public void setUp() {
        calls.ask(StoreScript.SETUP);
    }

    public JobStore jobs() {
        return jobs;
    }

    public RecurringStore recurring() {
        return recurring;
    }

    public MetadataStore metadata() {
        return metadata;
    }

    public ServerStore servers() {
        return servers;
    }

    /** Signals from now on, on a thread of the connection: {@code ear} must not wait. An empty one says that some may be lost. */
    public void hear(Consumer<String> ear) {
        link.hear(keys.signal(), ear);
    }

    /**
     * Up to {@code most} jobs that the legacy pool may claim now, the oldest first.
     *
     * @param passed ids and versions of jobs that the caller cannot read: they are left out
     */
    public LegacySide.Look waiting(int most, Map<String, String> passed) {
        LegacySide.Look look = StoreCalls.join(side.look(most, passed));
        servers.heardAge(look.age());
        return look;
    }

    /** Redis' time as last read, carried on, in µs. */
    public long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, side.now());
    }

    /**
     * Claims jobs that {@link #waiting} gave. If the answer is lost, the store is asked whose they are: what was claimed and is
     * not known to be would be found as an orphan, and cost an attempt.
     *
     * @param cleared as {@link LegacySide#take} has it
     * @return whether each was claimed
     */
    public List<Boolean> take(List<LegacySide.Taking> taking, long cleared) {
        try {
            return StoreCalls.join(side.take(taking, cleared));
        } catch (RedisFault fault) {
            if (!fault.mayHaveHappened()) {
                throw fault;
            }
            List<String> bodies =
                    jobs.bodies(taking.stream().map(one -> one.job().id()).toList());
            List<Boolean> taken = new ArrayList<>();
            for (int i = 0; i < taking.size(); i++) {
                taken.add(bodies.get(i).equals(taking.get(i).body()));
            }
            return taken;
        }
    }

    /** Closes the connections. Calls in flight fail. */
    @Override
    public void close() {
        link.close();
    }
}
