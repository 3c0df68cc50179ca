// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs the scripts under one prefix. Calls never block; stages fail only with a fault of the link. */
public final class LegacyRedis {
    /** Scripts that answer the time first; by it the clock is set. */
    private final Link link;

    private final LegacyKeys keys;
    private final RedisClock clock;

    public LegacyRedis(Link link, LegacyKeys keys) {
        this(link, keys, new RedisClock());
    }

    LegacyRedis(Link link, LegacyKeys keys, RedisClock clock) {
        this.link = link;
        this.keys = keys;
        this.clock = clock;
    }

    /** Runs {@code script}. */
    public CompletionStage<Reply> run(LegacyScript script, List<String> args) {
        return link.run(script.script(), List.of(keys.stem()), args).thenApply(values -> {
            Reply reply = new Reply(values);
            if (script != LegacyScript.SWITCH && script != LegacyScript.GROUP) {
                clock.read(reply.number(0));
            }
            return reply;
        });
    }

    public CompletionStage<Reply> run(LegacyScript script, String... args) {
        return run(script, List.of(args));
    }

    RedisClock clock() {
        return clock;
    }

    LegacyKeys keys() {
        return keys;
    }

    Link link() {
        return link;
    }
}
