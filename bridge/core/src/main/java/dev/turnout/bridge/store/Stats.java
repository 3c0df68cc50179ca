// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

/** How many there are of everything, from one moment. */
public record Stats(
        long scheduled,
        long enqueued,
        long processing,
        long failed,
        long succeeded,
        long deleted,
        long succeededEver,
        int recurring,
        int servers) {}
