// SPDX-License-Identifier: Apache-2.0
/**
 * What only a JobRunr 7 application needs, because only there JobRunr has a Redis storage of its own: a connection pool that
 * forgets nothing half done, and a beat that says so. Start at {@link dev.turnout.bridge.jobrunr7.GuardedPool}. What both
 * lines of JobRunr have lies in {@code dev.turnout.bridge.jobrunr}.
 */
@NullMarked
package dev.turnout.bridge.jobrunr7;

import org.jspecify.annotations.NullMarked;
