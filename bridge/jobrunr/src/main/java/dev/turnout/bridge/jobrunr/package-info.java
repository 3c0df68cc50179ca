// SPDX-License-Identifier: Apache-2.0
/**
 * What a JobRunr application puts beside itself to become a good neighbour of the async pool, on any storage: a performer that
 * awaits stages, and JobRunr's surroundings for tasks that run on an async worker. One set of sources, compiled into the jar
 * for JobRunr 7 and into that for JobRunr 8. Start at {@link dev.turnout.bridge.jobrunr.AwaitingPerformerFactory}.
 */
@NullMarked
package dev.turnout.bridge.jobrunr;

import org.jspecify.annotations.NullMarked;
