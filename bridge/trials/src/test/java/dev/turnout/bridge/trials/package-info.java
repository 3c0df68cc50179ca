// SPDX-License-Identifier: Apache-2.0
/**
 * Both pools as real processes on one real Redis: JobRunr servers and async workers in JVMs of their own, each of which writes
 * down in a file what it runs. The files are the account; Redis is only asked what became of the jobs.
 */
@NullMarked
package dev.turnout.bridge.trials;

import org.jspecify.annotations.NullMarked;
