// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

/**
 * The Redis of one test: a database that was empty when the test began.
 *
 * @param uri its address with the database, for a client: {@code redis://127.0.0.1:port/3}
 * @param prefix for keys, other than that of any other test: {@code test-3:}
 * @param source in words, where the server comes from
 */
public record TestRedis(String uri, String prefix, String source) {}
