// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Group commit: what comes in while a call is under way goes out together with the next one. An idle queue waits for
 * nothing.
 */
final class Batch {
    private final LegacyRedis redis;
    private final LegacyScript script;
    private final String first;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private boolean underWay;

    Batch(LegacyRedis redis, LegacyScript script, String first) {
        this.redis = redis;
        this.script = script;
        this.first = first;
    }

    /** The code that the script answers for this item. */
    CompletionStage<Long> add(List<String> args) {
        Item item = new Item(args, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(item);
        }
        sendNext();
        return item.code;
    }

    private void sendNext() {
        List<Item> items = take();
        if (items.isEmpty()) {
            return;
        }
        List<String> args = new ArrayList<>();
        args.add(first);
        items.forEach(item -> args.addAll(item.args));
        redis.run(script, args).whenComplete((reply, thrown) -> {
            synchronized (this) {
                underWay = false;
            }
            // the next batch first: what follows on these answers should not hold it up
            sendNext();
            for (int i = 0; i < items.size(); i++) {
                if (thrown == null) {
                    items.get(i).code.complete(reply.number(i + 1));
                } else {
                    items.get(i).code.completeExceptionally(thrown);
                }
            }
        });
    }

    private synchronized List<Item> take() {
        List<Item> items = new ArrayList<>();
        int chars = 0;
        while (!underWay && items.size() < Bounds.LARGE_PAGE && chars < Bounds.CHARS && !waiting.isEmpty()) {
            Item next = waiting.remove();
            items.add(next);
            chars += next.args.stream().mapToInt(String::length).sum();
        }
        underWay = underWay || !items.isEmpty();
        return items;
    }

    private record Item(List<String> args, CompletableFuture<Long> code) {}
}
