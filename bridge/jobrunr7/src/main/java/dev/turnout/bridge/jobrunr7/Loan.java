// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection as it is lent. JobRunr begins most of what it writes with WATCH, its beat too, and a beat that fails once ends the
 * server. A WATCH that dies with its link has guarded nothing yet: it is sent again on another connection, and the borrower goes on
 * there. That is only so while nothing else hangs on the old one: no WATCH before it, no MULTI, no commands that are held back.
 *
 * <p>For one borrower at a time, as connections are.
 */
final class Loan {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final int LOOKS = 20;
    private static final Class<?>[] CONNECTION = {StatefulRedisConnection.class};
    private static final Class<?>[] COMMANDS = {RedisCommands.class};

    private final Callable<StatefulRedisConnection<String, String>> lender;
    private final Object connection;
    private final Object commands;
    private volatile StatefulRedisConnection<String, String> link;
    private volatile boolean returned;
    private volatile boolean committed;

    private Loan(Callable<StatefulRedisConnection<String, String>> lender) throws Exception {
        this.lender = lender;
        this.link = lender.call();
        ClassLoader loader = Loan.class.getClassLoader();
        this.connection = Proxy.newProxyInstance(loader, CONNECTION, new OfConnection());
        this.commands = Proxy.newProxyInstance(loader, COMMANDS, new OfCommands());
    }

    /** Lends what {@code lender} gives. */
    @SuppressWarnings("unchecked") // the proxy is of that interface
    static StatefulRedisConnection<String, String> of(Callable<StatefulRedisConnection<String, String>> lender)
            throws Exception {
        return (StatefulRedisConnection<String, String>) new Loan(lender).connection;
    }

    /** What the pool knows it as. */
    static StatefulRedisConnection<String, String> pooled(StatefulRedisConnection<String, String> lent) {
        return Proxy.isProxyClass(lent.getClass()) && Proxy.getInvocationHandler(lent) instanceof OfConnection handler
                ? handler.loan().link
                : lent;
    }

    private Object watch(Method method, Object[] args) throws Throwable {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                Object answer = call(method, link.sync(), args);
                committed = true;
                return answer;
            } catch (RedisException | CancellationException lost) {
                if (committed || System.nanoTime() - end >= 0 || !isDead(lost)) {
                    throw lost;
                }
                another(lost);
            }
        }
    }

    /** An error that Redis answered, a timeout, or an interrupt says nothing of the link; what does comes a moment before it is closed. */
    private boolean isDead(RuntimeException thrown) {
        if (thrown instanceof RedisCommandExecutionException
                || thrown instanceof RedisCommandTimeoutException
                || thrown instanceof RedisCommandInterruptedException) {
            return false;
        }
        for (int look = 0; look < LOOKS && link.isOpen(); look++) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return !link.isOpen();
    }

    private void another(RuntimeException lost) {
        giveBack(); // first: where all are dead, others wait for a place
        try {
            link = lender.call();
            returned = false;
        } catch (Exception none) {
            lost.addSuppressed(none);
            throw lost;
        }
    }

    private void giveBack() {
        if (!returned) {
            returned = true;
            link.close();
        }
    }

    private static Object call(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private final class OfConnection implements InvocationHandler {
        private Loan loan() {
            return Loan.this;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            switch (method.getName()) {
                case "sync":
                    return commands;
                case "close":
                    giveBack();
                    return null;
                case "equals":
                    return proxy == args[0];
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "setAutoFlushCommands":
                    committed |= Boolean.FALSE.equals(args[0]);
                    return call(method, link, args);
                default:
                    return call(method, link, args);
            }
        }
    }

    private final class OfCommands implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            switch (method.getName()) {
                case "watch":
                    return watch(method, args);
                case "getStatefulConnection":
                    return connection;
                case "multi":
                    committed = true;
                    return call(method, link.sync(), args);
                default:
                    return call(method, link.sync(), args);
            }
        }
    }
}
