// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/** Keeps each wait that BlockHound reports, once for each thread and stack. */
final class Recorder {
    private static final int MOST = 100_000;

    private final boolean throwing;
    private final Cut cut;
    private final Map<Hit, AtomicLong> seen = new ConcurrentHashMap<>(); // hits with times 0
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false); // what we do here may wait itself

    /**
     * @param throwing whether a wait ends with an error instead of being waited for
     * @param cut what is kept of a stack
     */
    Recorder(boolean throwing, Cut cut) {
        this.throwing = throwing;
        this.cut = cut;
    }

    void blocked(BlockingMethod method) {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        try {
            keep(method);
        } finally {
            busy.set(false);
        }
        if (throwing) {
            throw new BlockingOperationError(method);
        }
    }

    private void keep(BlockingMethod method) {
        List<StackTraceElement> stack = cut.of(Arrays.stream(new Throwable().getStackTrace())
                .dropWhile(frame -> isOurs(frame.getClassName()))
                .toList());
        if (stack.isEmpty()) {
            return;
        }
        Hit hit = new Hit(
                Hit.BLOCKHOUND,
                method.getClassName() + "." + method.getName(),
                cut.thread(Thread.currentThread().getName()),
                stack,
                0);
        AtomicLong times = seen.get(hit);
        if (times == null && seen.size() >= MOST) {
            dropped.incrementAndGet();
            return;
        }
        seen.computeIfAbsent(hit, first -> new AtomicLong()).incrementAndGet();
    }

    private static boolean isOurs(String type) {
        return type.startsWith("reactor.blockhound.") || type.startsWith(Recorder.class.getName());
    }

    List<Hit> hits() {
        return seen.entrySet().stream()
                .map(e -> new Hit(
                        e.getKey().source(),
                        e.getKey().call(),
                        e.getKey().thread(),
                        e.getKey().stack(),
                        e.getValue().get()))
                .toList();
    }

    /** Waits that were not kept, because there were too many different ones. */
    long dropped() {
        return dropped.get();
    }
}
