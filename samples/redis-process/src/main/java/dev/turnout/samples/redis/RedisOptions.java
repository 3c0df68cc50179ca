// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * How a Redis is started.
 *
 * @param persistence what survives a kill
 * @param settings further settings as on the command line of redis-server, for example {@code --maxmemory}, {@code 1mb}
 */
public record RedisOptions(Persistence persistence, List<String> settings) {
    /** What Redis writes to disk. */
    public enum Persistence {
        NONE,
        AOF_EVERYSEC,
        AOF_ALWAYS
    }

    public RedisOptions {
        settings = List.copyOf(settings);
    }

    /** Nothing on disk: what most tests want. */
    public static RedisOptions inMemory() {
        return new RedisOptions(Persistence.NONE, List.of());
    }

    public static RedisOptions aof(Persistence persistence) {
        return new RedisOptions(persistence, List.of());
    }

    List<String> arguments() {
        List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly"));
        switch (persistence) {
            case NONE -> all.add("no");
            case AOF_EVERYSEC -> all.addAll(List.of("yes", "--appendfsync", "everysec"));
            case AOF_ALWAYS -> all.addAll(List.of("yes", "--appendfsync", "always"));
        }
        all.addAll(settings);
        return all;
    }
}
