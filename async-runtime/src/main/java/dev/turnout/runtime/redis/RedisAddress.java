// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.util.regex.Pattern;

/** The address of a Redis, which shows itself without ever showing a password. Immutable. */
public final class RedisAddress {
    private static final String AUTHORITY = "://";
    private static final Pattern PASSWORD_BEHIND_THE_HOST = Pattern.compile("://[^/?#]*[/?#].*@");
    private static final String HIDDEN = "***";

    private final String uri;
    private final String sentinelUser;
    private final String sentinelPassword;

    private RedisAddress(String uri, String sentinelUser, String sentinelPassword) {
        this.uri = uri;
        this.sentinelUser = sentinelUser;
        this.sentinelPassword = sentinelPassword;
    }

    /**
     * An address as Lettuce reads it.
     *
     * @throws IllegalArgumentException if it cannot be read; neither its message nor its cause, which it has none, holds the password
     */
    public static RedisAddress of(String uri) {
        RedisAddress address = new RedisAddress(uri, "", "");
        address.uri();
        return address;
    }

    /**
     * The same, with what its sentinels ask for.
     *
     * @param user empty for nobody by name
     * @param password empty for nothing
     */
    public RedisAddress sentinels(String user, String password) {
        return new RedisAddress(uri, user, password);
    }

    /** For Lettuce; holds the passwords. */
    public RedisURI uri() {
        RedisURI redis = parsed();
        if (!sentinelPassword.isEmpty()) {
            redis.getSentinels()
                    .forEach(sentinel -> sentinel.setCredentialsProvider(new StaticCredentialsProvider(
                            sentinelUser.isEmpty() ? null : sentinelUser, sentinelPassword.toCharArray())));
        }
        return redis;
    }

    private RedisURI parsed() {
        if (PASSWORD_BEHIND_THE_HOST.matcher(uri).find()) {
            throw refusal(); // what stands before it would be taken for the host, and shown
        }
        try {
            return RedisURI.create(uri);
        } catch (RuntimeException unreadable) {
            throw refusal();
        }
    }

    /** Keeps what was thrown out of the failure: it quotes the address as it stands. */
    private IllegalArgumentException refusal() {
        return new IllegalArgumentException("TURNOUT-0651 the address of Redis cannot be read: " + this
                + ". Write redis://user:password@host:port/db, rediss:// for TLS, or redis-sentinel://host1,host2#master; a"
                + " password goes in with its special characters encoded, as %5E for ^.");
    }

    /** With stars for user and password. */
    @Override
    public String toString() {
        int end = uri.lastIndexOf('@');
        int begin = uri.indexOf(AUTHORITY);
        if (end < 0) {
            return uri;
        }
        return (begin < 0 || begin > end ? "" : uri.substring(0, begin + AUTHORITY.length()))
                + HIDDEN
                + uri.substring(end);
    }
}
