// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.util.Map;

/**
 * An exception that brings fields of its own into the log: the line that says that an attempt failed has them in its logging
 * context (MDC), beside {@code jobId}, {@code task} and {@code attempt}. Of a chain of causes, the outermost one that
 * implements this counts.
 */
public interface LogFields {
    /**
     * The fields, without nulls. Called once a failed attempt, on any thread of the worker; must not block. What it throws
     * comes into the log instead.
     */
    Map<String, String> logFields();
}
