// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

/**
 * How a worker is. None of it asks Redis: a fail-over must not restart workers whose jobs go on.
 *
 * @param alive whether its event loops turn and it is not out of memory; if not, only a restart helps
 * @param registered whether it has entered the queue's list of workers
 * @param claiming whether it claims: registered, and neither paused nor stopping
 * @param inFlight claims that it holds now
 * @param epoch the route epoch that it obeys
 */
public record WorkerHealth(boolean alive, boolean registered, boolean claiming, int inFlight, long epoch) {}
