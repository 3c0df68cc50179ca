// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.ServerStore;
import dev.turnout.runtime.redis.RedisFault;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.ServerTimedOutException;
import org.jobrunr.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JobRunr's list of servers. What a server asks in each round does not throw while Redis is away: JobRunr would shut it down. */
final class ListedServers {
    private static final Logger LOG = LoggerFactory.getLogger(ListedServers.class);

    private final ServerStore store;
    private final Map<UUID, Map<String, String>> filters = new ConcurrentHashMap<>();
    private volatile @Nullable BackgroundJobServerStatus lastServer;
    private volatile @Nullable UUID lastMaster;

    ListedServers(ServerStore store) {
        this.store = store;
    }

    /** Enters a server. */
    void announce(BackgroundJobServerStatus server) {
        lastServer = server;
        Map<String, String> words = new LinkedHashMap<>(ServerWords.all(server));
        words.putAll(filters.getOrDefault(server.getId(), Map.of()));
        Answers.tell(() -> store.enter(server.getId().toString(), words));
    }

    /** Once a server, at its first look for work: JobRunr does not show a server's filters to its store before. */
    void sayFilters(BackgroundJobServer server) {
        filters.computeIfAbsent(server.getId(), id -> {
            Map<String, String> said = ServerWords.filters(server);
            store.beat(id.toString(), said);
            return said;
        });
    }

    /** A beat; says whether the server shall go on. Throws only if the server is on the list no more. */
    boolean beat(BackgroundJobServerStatus server) {
        lastServer = server;
        try {
            if (!store.beat(server.getId().toString(), ServerWords.changing(server))) {
                throw timedOut(server);
            }
        } catch (RedisFault fault) {
            LOG.warn(
                    "The beat of server {} was not heard; the next one comes soon. {}",
                    server.getId(),
                    fault.getMessage());
        }
        return server.isRunning();
    }

    /** Takes a server off the list. */
    void leave(BackgroundJobServerStatus server) {
        filters.remove(server.getId());
        Answers.tell(() -> store.leave(server.getId().toString()));
    }

    /** The oldest first; async workers come last. */
    List<BackgroundJobServerStatus> all() {
        return Answers.ask(() -> store.all().stream().map(ServerWords::status).toList());
    }

    /** The master; while Redis is away, who it was. A server that is on no list any more hears that it has timed out. */
    UUID master() {
        try {
            Optional<UUID> oldest = store.oldest().map(UUID::fromString);
            oldest.ifPresent(id -> lastMaster = id);
            if (oldest.isPresent()) {
                return oldest.get();
            }
        } catch (RedisFault fault) {
            UUID last = lastMaster;
            if (last != null) {
                return last;
            }
            throw new StorageException(String.valueOf(fault.getMessage()), fault);
        }
        BackgroundJobServerStatus server = lastServer;
        throw server == null ? new IllegalStateException("TURNOUT-0604 no server is on the list") : timedOut(server);
    }

    /** Takes silent ones off the list; says how many. */
    int removeSilentSince(Instant heartbeatOlderThan) {
        try {
            return store.removeSilent(Duration.between(heartbeatOlderThan, Instant.now()));
        } catch (RedisFault fault) {
            LOG.warn("Servers that have timed out were not looked for. {}", fault.getMessage());
            return 0;
        }
    }

    private static ServerTimedOutException timedOut(BackgroundJobServerStatus server) {
        return new ServerTimedOutException(
                server,
                new StorageException(
                        "TURNOUT-0606 server " + server.getId()
                                + " was taken off the list, because it was not heard of for too long. JobRunr starts it again."));
    }
}
