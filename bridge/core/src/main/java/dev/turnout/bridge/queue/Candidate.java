// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;

/**
 * A job that we may try to claim.
 *
 * @param head below the head-room, but left by the stock servers for too long
 */
record Candidate(JobDocument document, boolean head) {
    String id() {
        return document.id();
    }

    String version() {
        return Integer.toString(document.version());
    }

    String recurring() {
        return document.recurringId().orElse("");
    }

    String task() {
        return document.task().toString();
    }
}
