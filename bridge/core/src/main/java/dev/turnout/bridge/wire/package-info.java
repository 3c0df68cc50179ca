// SPDX-License-Identifier: Apache-2.0
/**
 * What lies in Redis: JobRunr's keys and ours beside them, and the job document as a tree. Start at {@link
 * dev.turnout.bridge.wire.JobDocument}.
 */
@NullMarked
package dev.turnout.bridge.wire;

import org.jspecify.annotations.NullMarked;
