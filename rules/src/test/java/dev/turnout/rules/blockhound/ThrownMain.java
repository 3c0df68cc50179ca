// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import reactor.blockhound.BlockHound;

/** Prints what comes out of calls on a thread that must not wait, where nobody counts but BlockHound throws. */
public final class ThrownMain {
    private static final String LOOP = "loop";

    private ThrownMain() {}

    public static void main(String[] args) throws InterruptedException {
        BlockHound.builder()
                .with(new TurnoutIntegration())
                .nonBlockingThreadPredicate(
                        others -> others.or(thread -> thread.getName().equals(LOOP)))
                .install();
        Map<String, Callable<?>> calls = new TreeMap<>();
        calls.put("timed poll", () -> new LinkedBlockingQueue<String>().poll(2, TimeUnit.MILLISECONDS));
        calls.put("condition", ThrownMain::condition);
        calls.put("service", () -> ServiceLoader.load(Callable.class).findFirst());
        for (Map.Entry<String, Callable<?>> call : calls.entrySet()) {
            AtomicReference<String> seen = new AtomicReference<>("");
            Thread loop = new Thread(() -> seen.set(outcome(call.getValue())), LOOP);
            loop.start();
            loop.join();
            System.out.println(call.getKey() + ": " + seen.get());
        }
    }

    private static Object condition() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        lock.lock();
        try {
            return condition.awaitNanos(1);
        } finally {
            lock.unlock();
        }
    }

    private static String outcome(Callable<?> call) {
        try {
            call.call();
            return "none";
        } catch (Throwable thrown) {
            return thrown.getClass().getSimpleName();
        }
    }
}
