// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

/**
 * A stretch of the cutover.
 *
 * @param name as it stands in the report
 * @param begin when the command that began it was given, for the rollback when it had returned; in nanoseconds of the
 *     shared monotonic clock
 */
record Phase(String name, long begin) {}
