// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

/** How a worker runs a task. */
public enum Lane {
    /** The twin: starts on the worker, holds no thread while it waits. */
    COMPOSED,
    /** The blocking body on a virtual thread. JDK 21 or newer. */
    VIRTUAL,
    /** The blocking body on a bounded pool. */
    BLOCKING
}
