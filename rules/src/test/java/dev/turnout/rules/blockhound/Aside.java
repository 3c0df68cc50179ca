// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What happens beside an operation, so that it has to wait and yet ends: somebody holds the lock, and lets go. */
final class Aside {
    private static final Set<Thread.State> WAITING =
            Set.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable Thread watched;

    interface Action {
        void run() throws Exception;
    }

    /** The operation begins on {@code thread}. */
    void watch(Thread thread) {
        watched = thread;
        begun.countDown();
    }

    /** Runs {@code release} once the operation waits. */
    void whenWaiting(Action release) {
        start(() -> {
            untilWaiting();
            release.run();
        });
    }

    /** Runs {@code take} at once, elsewhere, and {@code release} on the same thread once the operation waits. */
    void holding(Action take, Action release) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        start(() -> {
            take.run();
            taken.countDown();
            untilWaiting();
            release.run();
        });
        taken.await();
    }

    /** Holds the monitor of {@code lock} until the operation waits. */
    void holding(Object lock) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        start(() -> {
            synchronized (lock) {
                taken.countDown();
                untilWaiting();
            }
        });
        taken.await();
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    private static void start(Action action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "aside");
        thread.setDaemon(true);
        thread.start();
    }

    private void untilWaiting() throws InterruptedException {
        begun.await();
        Thread thread = watched;
        while (thread != null && thread.isAlive() && !waits(thread)) {
            Thread.sleep(1);
        }
    }

    /** A thread that loads a class may wait for a moment too. */
    private static boolean waits(Thread thread) {
        return WAITING.contains(thread.getState())
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals("loadClass")
                                || frame.getMethodName().equals("<clinit>"));
    }

    /** Closes what the operation needed. */
    void end() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }
}
