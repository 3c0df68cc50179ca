// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

/** What a job is failed with whose workers have stopped too often. It has no stack: nobody was there. */
final class WorkerCrashed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkerCrashed(String message) {
        super(message, null, false, false);
    }
}
