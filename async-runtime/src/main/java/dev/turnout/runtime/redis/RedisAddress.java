// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** Reads the address of a Redis, and shows one, without ever showing the password in it. */
public final class RedisAddress {
    private static final String AUTHORITY = "://";
    private static final Pattern PASSWORD_BEHIND_THE_HOST = Pattern.compile("://[^/?#]*[/?#].*@");
    private static final String HIDDEN = "***";

    private RedisAddress() {}

    /**
     * The address as Lettuce reads it.
     *
     * @throws IllegalArgumentException if it cannot be read; neither its message nor its cause, which it has none, holds the password
     */
    public static RedisURI read(String uri) {
        if (PASSWORD_BEHIND_THE_HOST.matcher(uri).find()) {
            return refuse(uri); // what stands before it would be taken for the host, and shown
        }
        try {
            return RedisURI.create(uri);
        } catch (RuntimeException unreadable) {
            return refuse(uri);
        }
    }

    /** Keeps what was thrown out of the failure: it quotes the address as it stands. */
    private static RedisURI refuse(String uri) {
        throw new IllegalArgumentException("TURNOUT-0651 the address of Redis cannot be read: " + masked(uri)
                + ". Write redis://user:password@host:port/db, rediss:// for TLS, or redis-sentinel://host1,host2#master; a"
                + " password goes in with its special characters encoded, as %5E for ^.");
    }

    /** {@code uri} with stars for user and password. */
    public static String masked(String uri) {
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
