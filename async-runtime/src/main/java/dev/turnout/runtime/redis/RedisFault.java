// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import dev.turnout.runtime.queue.Stall;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Redis gave no answer, or an error instead of one. The one place where error replies are told apart; a stage of {@link
 * Link} fails with nothing else.
 */
public final class RedisFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The script is not in Redis' cache; {@link Link} loads it and asks again. */
        NO_SCRIPT("the script is not loaded", "nothing: it is loaded and the call is repeated"),
        /** Redis reads its data set from disk. */
        LOADING("Redis is still loading its data", "wait; the call is repeated"),
        /** A replica, or a master that lost its replicas. */
        READ_ONLY("this Redis accepts no writes", "point the client at the master; is a fail-over under way?"),
        /** Redis is at maxmemory. */
        OUT_OF_MEMORY("Redis is at its maxmemory limit", "raise maxmemory; use maxmemory-policy noeviction for queues"),
        /** Another script runs for too long. */
        BUSY("another script has been running for too long", "find it with SLOWLOG GET and CLIENT LIST"),
        /** Not logged in, or not allowed. */
        NOT_ALLOWED("Redis refused the credentials or the command", "check user, password and ACL of this client"),
        /** A key holds another type than expected: another application on this prefix? */
        WRONG_TYPE("a key holds another type than expected", "is another application using this key prefix?"),
        /** A cluster answered. */
        CLUSTER("this is a Redis Cluster", "use a standalone or Sentinel Redis for this layout"),
        /** No answer in time. */
        TIMEOUT("no answer came in time", "check the network, SLOWLOG GET and the load of Redis"),
        /** The connection broke, or there is none. */
        CONNECTION("there is no connection to Redis", "check that Redis is up and can be reached; we connect again"),
        /** An answer is not what the script promises. */
        UNREADABLE(
                "an answer of Redis cannot be read",
                "please report this; was a key under this prefix changed by hand?"),
        /** The link was closed by us. */
        CLOSED("the link to Redis has been closed", "nothing, if the application is stopping"),
        /** Any other error reply. */
        OTHER("Redis answered with an error", "see the cause");

        private final String what;
        private final String advice;

        Kind(String what, String advice) {
            this.what = what;
            this.advice = advice;
        }
    }

    private final Kind kind;

    RedisFault(Kind kind, Throwable cause) {
        super(
                "TURNOUT-0501 " + kind.what + " (" + kind + ": " + cause.getMessage() + "). What to do: " + kind.advice,
                cause);
        this.kind = kind;
    }

    private RedisFault(Stall stall, Throwable cause) {
        super(
                "TURNOUT-0501 no answer came in time (TIMEOUT: the thread " + stall.thread()
                        + ", which reads Redis' answers, is held at " + stall.at()
                        + "). What to do: block no thread of a Redis client: use the async form of that call, Blocking.call"
                        + " or a lane; or give the queue a client of its own (turnout.queue.redis-uri)",
                cause);
        this.kind = Kind.TIMEOUT;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Whether the command may have been carried out although no answer came. */
    public boolean mayHaveHappened() {
        return kind == Kind.TIMEOUT
                || kind == Kind.CONNECTION
                || kind == Kind.CLOSED
                || kind == Kind.UNREADABLE
                || kind == Kind.OTHER;
    }

    /** As {@link #classify}; where no answer came, {@code stall} may know whose fault that is. */
    static RedisFault of(Throwable thrown, Supplier<Optional<Stall>> stall) {
        RedisFault fault = classify(thrown);
        return fault.kind == Kind.TIMEOUT
                ? stall.get().map(held -> new RedisFault(held, thrown)).orElse(fault)
                : fault;
    }

    /** Tells {@code thrown} apart. Never throws; a fault is returned as it is. */
    public static RedisFault classify(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RedisFault fault ? fault : new RedisFault(kindOf(cause), cause);
    }

    /** As {@link #classify}, for what a connect has thrown: what Redis answered to it stands among the causes. */
    static RedisFault ofConnecting(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return new RedisFault(kindOf(cause), cause);
            }
        }
        return classify(thrown);
    }

    /** The text of {@code thrown} and of what it came from at last, in one line. */
    static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == thrown ? String.valueOf(thrown.getMessage()) : thrown.getMessage() + ": " + root.getMessage();
    }

    private static Kind kindOf(Throwable cause) {
        if (cause instanceof RedisNoScriptException) {
            return Kind.NO_SCRIPT;
        }
        if (cause instanceof RedisLoadingException) {
            return Kind.LOADING;
        }
        if (cause instanceof RedisReadOnlyException) {
            return Kind.READ_ONLY;
        }
        if (cause instanceof RedisBusyException) {
            return Kind.BUSY;
        }
        if (cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException) {
            return Kind.TIMEOUT;
        }
        if (cause instanceof RedisCommandExecutionException) {
            return kindOfReply(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof IndexOutOfBoundsException
                || cause instanceof ClassCastException
                || cause instanceof NumberFormatException
                || cause instanceof NullPointerException) {
            return Kind.UNREADABLE;
        }
        // What is left of Lettuce's own exceptions is about the connection, a cancelled command included.
        return cause instanceof Error ? Kind.OTHER : Kind.CONNECTION;
    }

    /** An error that a script met is wrapped by Redis in text of its own, so the word may stand anywhere. */
    private static Kind kindOfReply(String reply) {
        if (reply.startsWith("NOSCRIPT")) {
            return Kind.NO_SCRIPT;
        }
        if (reply.contains("LOADING ")) {
            return Kind.LOADING;
        }
        if (reply.contains("READONLY ") || reply.contains("NOREPLICAS ") || reply.contains("MASTERDOWN ")) {
            return Kind.READ_ONLY;
        }
        if (reply.contains("OOM ")) {
            return Kind.OUT_OF_MEMORY;
        }
        if (reply.startsWith("BUSY ")) {
            return Kind.BUSY;
        }
        if (reply.contains("NOAUTH")
                || reply.contains("NOPERM")
                || reply.contains("WRONGPASS")
                || reply.contains("user executing the script can't")) { // Redis 6.2, of what a script called
            return Kind.NOT_ALLOWED;
        }
        if (reply.contains("WRONGTYPE")) {
            return Kind.WRONG_TYPE;
        }
        if (reply.startsWith("MOVED ") || reply.startsWith("CROSSSLOT") || reply.startsWith("CLUSTERDOWN")) {
            return Kind.CLUSTER;
        }
        return Kind.OTHER;
    }
}
