// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

/** What became of a job that was to be stored. */
public enum Saved {
    /** It is stored as it was given. */
    STORED,
    /** Nothing was done: somebody else changed it, or a job with this id is there already. */
    CHANGED,
    /** Nothing was done: an async worker holds it. */
    HELD
}
