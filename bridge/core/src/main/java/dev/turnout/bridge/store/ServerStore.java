// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.bridge.queue.Reply;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * JobRunr's list of servers. A server that enters through here carries our mark: others know by it that it claims in one script.
 * Calls wait for Redis and throw as those of {@link JobStore}.
 */
public final class ServerStore {
    private static final String MARK = "turnout";
    private static final String LEVEL = "drop-in";

    private final StoreCalls calls;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private volatile Duration minimumAge = Duration.ZERO;

    ServerStore(StoreCalls calls) {
        this.calls = calls;
    }

    /** How old a job must be before it is claimed, as last heard. */
    public Duration minimumAge() {
        return minimumAge;
    }

    /** Enters a server. */
    public void enter(String id, Map<String, String> fields) {
        List<String> args = args(id, fields);
        args.addAll(List.of(MARK, LEVEL));
        heardAge(calls.ask(StoreScript.ENTER, args).number(1));
    }

    /** Says that a server lives; whether it is still on the list. Tried once: the next beat comes soon. */
    public boolean beat(String id, Map<String, String> changing) {
        Reply reply = calls.askOnce(StoreScript.LIVE, args(id, changing));
        heardAge(reply.number(2));
        boolean listed = reply.number(1) == 1;
        if (listed) {
            turns.put(id, new Turn((int) reply.number(3), Math.max(1, (int) reply.number(4))));
        }
        return listed;
    }

    /** The place of a server among those that are woken, as last heard. */
    public Turn turn(String id) {
        return turns.getOrDefault(id, Turn.ALONE);
    }

    /** Takes a server off the list. */
    public void leave(String id) {
        turns.remove(id);
        calls.ask(StoreScript.QUIT, "", id);
    }

    /** Takes those off the list that were not heard of for {@code silence}; says how many. */
    public int removeSilent(Duration silence) {
        return (int) calls.askOnce(StoreScript.QUIT, List.of(Long.toString(silence.toNanos() / 1_000)))
                .number(1);
    }

    /** What the servers say of themselves, the oldest first; async workers come last. */
    public List<Map<String, String>> all() {
        Reply reply = calls.ask(StoreScript.SERVERS);
        List<Map<String, String>> servers = new ArrayList<>();
        for (int i = 2; i < reply.size(); i++) {
            servers.add(reply.list(i).map());
        }
        return servers;
    }

    /** The server that has the master's duties; async workers never do. */
    public Optional<String> oldest() {
        return Optional.of(calls.askOnce(StoreScript.OLDEST, List.of()).text(1)).filter(id -> !id.isEmpty());
    }

    void heardAge(long micros) {
        minimumAge = Duration.of(micros, ChronoUnit.MICROS);
    }

    private static List<String> args(String id, Map<String, String> fields) {
        List<String> args = new ArrayList<>(List.of(id));
        fields.forEach((name, value) -> args.addAll(List.of(name, value)));
        return args;
    }

    /**
     * A place among the servers of ours.
     *
     * @param place from 0 on
     * @param of how many there are
     */
    public record Turn(int place, int of) {
        static final Turn ALONE = new Turn(0, 1);

        /** How many look before this one for a job that came with {@code number}. */
        public int after(long number) {
            return (int) Math.floorMod(place - number, (long) of);
        }
    }
}
