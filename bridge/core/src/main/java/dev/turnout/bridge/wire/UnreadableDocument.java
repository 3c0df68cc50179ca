// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

/** A job's document that we do not understand wholly, so that we never write it. The message says why. */
public final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableDocument(String reason) {
        super(reason);
    }

    UnreadableDocument(String reason, Throwable cause) {
        super(reason, cause);
    }
}
