// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

/** A claimed job in the form in which it is stored, for what knows the framework that wrote it. */
public interface StoredJob {
    /** The document as Redis has it now, in the state PROCESSING; opaque to the queue's users. */
    String json();

    /** From now on {@code ends} decides what this run ends with, and hears when that is stored. */
    void endBy(Ends ends);
}
