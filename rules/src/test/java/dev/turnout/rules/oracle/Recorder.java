// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/** Keeps each wait that BlockHound reports, once for each thread and stack. */
final class Recorder {
    private static final int MOST = 100_000;

    private final Pattern throwing;
    private final Cut cut;
    private final Map<Hit, AtomicLong> seen = new ConcurrentHashMap<>(); // hits with times 0
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false); // what we do here may wait itself

    /**
     * @param throwing whoever waits below such a class gets an error instead
     * @param cut what is kept of a stack
     */
    Recorder(Pattern throwing, Cut cut) {
        this.throwing = throwing;
        this.cut = cut;
    }

    void blocked(BlockingMethod method) {
        if (busy.get()) {
            return;
        }
        boolean ends;
        busy.set(true);
        try {
            List<StackTraceElement> stack = stack();
            keep(method, stack);
            ends = stack.stream()
                    .anyMatch(frame -> throwing.matcher(frame.getClassName()).matches());
        } finally {
            busy.set(false);
        }
        if (ends) {
            throw new BlockingOperationError(method);
        }
    }

    private List<StackTraceElement> stack() {
        return cut.of(Arrays.stream(new Throwable().getStackTrace())
                .dropWhile(frame -> isOurs(frame.getClassName()))
                .toList());
    }

    private void keep(BlockingMethod method, List<StackTraceElement> stack) {
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
