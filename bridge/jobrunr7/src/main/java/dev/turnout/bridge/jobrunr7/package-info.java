// SPDX-License-Identifier: Apache-2.0
/**
 * What a JobRunr 7 application puts beside itself to become a good neighbour of the async pool: a performer that awaits
 * stages, a Redis connection pool that forgets nothing half done, and JobRunr's surroundings for tasks that run on an
 * async worker. Start at {@link dev.turnout.bridge.jobrunr7.AwaitingPerformerFactory} and
 * {@link dev.turnout.bridge.jobrunr7.GuardedPool}.
 */
@NullMarked
package dev.turnout.bridge.jobrunr7;

import org.jspecify.annotations.NullMarked;
