// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

/** How much goes into one call. */
final class Bounds {
    /** Jobs whose documents go into one call of an ordinary worker. */
    static final int PAGE = 50;

    /** The same for a worker with room for hundreds; a script of this size stays below some milliseconds. */
    static final int LARGE_PAGE = 200;

    /** New jobs that one call sorts, where somebody looks for jobs behind those of the other pool. */
    static final int SORTED = 1_000;

    /** Characters of documents in one call, but for a single longer one. */
    static final int CHARS = 1024 * 1024;

    private Bounds() {}
}
