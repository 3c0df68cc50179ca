// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static dev.turnout.rules.blockhound.Operation.goesOn;
import static dev.turnout.rules.blockhound.Operation.waits;

import dev.turnout.rules.blockhound.Operation.Seer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/** Ninety things that a thread may do: 72 wait or do I/O, 18 do not. */
final class Operations {
    static final Set<Seer> ALL = Set.of(Seer.STOCK, Seer.AUGMENTED, Seer.FLIGHT_RECORDER);
    static final Set<Seer> HOUNDS = Set.of(Seer.STOCK, Seer.AUGMENTED);
    static final Set<Seer> NOT_STOCK = Set.of(Seer.AUGMENTED, Seer.FLIGHT_RECORDER);
    static final Set<Seer> AUGMENTED = Set.of(Seer.AUGMENTED);
    static final Set<Seer> FLIGHT_RECORDER = Set.of(Seer.FLIGHT_RECORDER);
    static final long SHORT_MS = 5;

    private Operations() {}

    static List<Operation> all() {
        return Stream.of(
                        threads(),
                        futures(),
                        synchronizers(),
                        locks(),
                        FileOperations.all(),
                        NetworkOperations.all(),
                        ProcessOperations.all(),
                        goOn())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation> threads() {
        return List.of(
                waits("Thread.sleep", ALL, a -> () -> Thread.sleep(SHORT_MS)),
                waits("Object.wait", ALL, a -> {
                    Object lock = new Object();
                    a.whenWaiting(() -> {
                        synchronized (lock) {
                            lock.notifyAll();
                        }
                    });
                    return () -> {
                        synchronized (lock) {
                            lock.wait();
                        }
                    };
                }),
                waits("Object.wait(ms)", ALL, a -> {
                    Object lock = new Object();
                    return () -> {
                        synchronized (lock) {
                            lock.wait(SHORT_MS);
                        }
                    };
                }),
                waits("LockSupport.park", ALL, a -> () -> {
                    Thread self = Thread.currentThread();
                    a.whenWaiting(() -> LockSupport.unpark(self));
                    LockSupport.park();
                }),
                waits(
                        "LockSupport.parkNanos",
                        ALL,
                        a -> () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SHORT_MS))),
                waits("Thread.join", ALL, a -> {
                    CountDownLatch end = new CountDownLatch(1);
                    Thread thread = new Thread(() -> await(end));
                    thread.start();
                    a.whenWaiting(end::countDown);
                    return thread::join;
                }));
    }

    private static List<Operation> futures() {
        return List.of(
                waits("Future.get", ALL, a -> {
                    FutureTask<String> task = new FutureTask<>(() -> "");
                    a.whenWaiting(task::run);
                    return task::get;
                }),
                waits("CompletableFuture.join", ALL, a -> {
                    CompletableFuture<String> future = new CompletableFuture<>();
                    a.whenWaiting(() -> future.complete(""));
                    return future::join;
                }),
                waits("CompletableFuture.get(time)", ALL, a -> {
                    CompletableFuture<String> future = new CompletableFuture<>();
                    a.whenWaiting(() -> future.complete(""));
                    return () -> future.get(1, TimeUnit.MINUTES);
                }),
                waits("ExecutorService.invokeAll", ALL, a -> {
                    CountDownLatch end = new CountDownLatch(1);
                    ExecutorService pool = Executors.newCachedThreadPool();
                    a.closing(pool::shutdownNow);
                    a.whenWaiting(end::countDown);
                    Callable<String> task = () -> {
                        await(end);
                        return "";
                    };
                    return () -> pool.invokeAll(List.of(task));
                }));
    }

    private static List<Operation> synchronizers() {
        return List.of(
                waits("CountDownLatch.await", ALL, a -> {
                    CountDownLatch latch = new CountDownLatch(1);
                    a.whenWaiting(latch::countDown);
                    return latch::await;
                }),
                waits("CyclicBarrier.await", ALL, a -> {
                    CyclicBarrier barrier = new CyclicBarrier(2);
                    a.whenWaiting(barrier::await);
                    return barrier::await;
                }),
                waits("Exchanger.exchange", ALL, a -> {
                    Exchanger<String> exchanger = new Exchanger<>();
                    a.whenWaiting(() -> exchanger.exchange(""));
                    return () -> exchanger.exchange("");
                }),
                waits("Phaser.arriveAndAwaitAdvance", ALL, a -> {
                    Phaser phaser = new Phaser(2);
                    a.whenWaiting(phaser::arrive);
                    return phaser::arriveAndAwaitAdvance;
                }),
                waits("LinkedBlockingQueue.take", ALL, a -> {
                    LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
                    a.whenWaiting(() -> queue.put(""));
                    return queue::take;
                }),
                waits("ArrayBlockingQueue.put", ALL, a -> {
                    ArrayBlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
                    queue.put("");
                    a.whenWaiting(queue::take);
                    return () -> queue.put("");
                }),
                waits(
                        "LinkedBlockingQueue.poll(time)",
                        ALL,
                        a -> () -> new LinkedBlockingQueue<String>().poll(SHORT_MS, TimeUnit.MILLISECONDS)),
                waits("SynchronousQueue.put", ALL, a -> {
                    SynchronousQueue<String> queue = new SynchronousQueue<>();
                    a.whenWaiting(queue::take);
                    return () -> queue.put("");
                }),
                waits("Semaphore.acquire", ALL, a -> {
                    Semaphore permits = new Semaphore(0);
                    a.whenWaiting(permits::release);
                    return permits::acquire;
                }));
    }

    private static List<Operation> locks() {
        return List.of(
                waits("ReentrantLock.lock", ALL, a -> {
                    ReentrantLock lock = new ReentrantLock();
                    a.holding(lock::lock, lock::unlock);
                    return lock::lock;
                }),
                waits("ReentrantReadWriteLock.writeLock", ALL, a -> {
                    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
                    a.holding(
                            () -> lock.readLock().lock(), () -> lock.readLock().unlock());
                    return () -> lock.writeLock().lock();
                }),
                waits("Condition.await", ALL, a -> {
                    ReentrantLock lock = new ReentrantLock();
                    Condition condition = lock.newCondition();
                    a.whenWaiting(() -> {
                        lock.lock();
                        condition.signalAll();
                        lock.unlock();
                    });
                    return () -> {
                        lock.lock();
                        condition.await();
                    };
                }),
                waits("synchronized", FLIGHT_RECORDER, a -> {
                    Object lock = new Object();
                    a.holding(lock);
                    return () -> {
                        synchronized (lock) {
                            lock.notifyAll();
                        }
                    };
                }));
    }

    /** What looks like a wait and is none, and what hands over. */
    private static List<Operation> goOn() {
        CompletableFuture<String> complete = CompletableFuture.completedFuture("");
        return List.of(
                goesOn("CompletableFuture.join, complete", a -> complete::join),
                goesOn("CompletableFuture.get, complete", a -> complete::get),
                goesOn("CompletableFuture.thenApply", a -> () -> new CompletableFuture<String>().thenApply(v -> v)),
                goesOn("Semaphore.acquire, free", a -> new Semaphore(1)::acquire),
                goesOn("ReentrantLock.lock, free", a -> new ReentrantLock()::lock),
                goesOn("synchronized, free", a -> () -> {
                    Object lock = new Object();
                    synchronized (lock) {
                        lock.notifyAll();
                    }
                }),
                goesOn("LinkedBlockingQueue.take, ready", a -> new LinkedBlockingQueue<>(List.of(""))::take),
                goesOn("LinkedBlockingQueue.poll", a -> new LinkedBlockingQueue<String>()::poll),
                goesOn("LinkedBlockingQueue.offer", a -> () -> new LinkedBlockingQueue<String>().offer("")),
                goesOn("CountDownLatch.countDown", a -> new CountDownLatch(1)::countDown),
                goesOn("ExecutorService.execute", a -> {
                    ExecutorService pool = Executors.newCachedThreadPool();
                    a.closing(pool::shutdown);
                    return () -> pool.execute(() -> {});
                }),
                goesOn("ScheduledExecutorService.schedule", a -> {
                    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
                    a.closing(pool::shutdownNow);
                    return () -> pool.schedule(() -> {}, 1, TimeUnit.MINUTES);
                }),
                goesOn(
                        "CompletableFuture.orTimeout",
                        a -> () -> new CompletableFuture<String>().orTimeout(1, TimeUnit.MINUTES)),
                goesOn(
                        "CompletableFuture.delayedExecutor",
                        a -> () -> CompletableFuture.delayedExecutor(SHORT_MS, TimeUnit.MILLISECONDS)
                                .execute(() -> {})),
                goesOn("CompletableFuture.supplyAsync", a -> () -> CompletableFuture.supplyAsync(() -> "")),
                goesOn("Thread.start", a -> () -> new Thread(() -> {}).start()),
                NetworkOperations.sendAsync(),
                FileOperations.asynchronousRead());
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
