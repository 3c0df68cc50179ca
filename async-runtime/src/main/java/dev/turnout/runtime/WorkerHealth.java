// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Stall;
import java.util.Optional;

/**
 * How a worker is. None of it asks Redis: a fail-over must not restart workers whose jobs go on.
 *
 * @param alive whether its event loops and the thread that reads the queue's answers turn, and it is not out of memory; if
 *     not, only a restart helps
 * @param registered whether it has entered the queue's list of workers
 * @param claiming whether it claims: registered, and neither paused nor stopping nor stalled
 * @param inFlight claims that it holds now
 * @param epoch the route epoch that it obeys
 * @param stall whose code holds the thread that reads the queue's answers just now; leases are not renewed meanwhile
 */
public record WorkerHealth(
        boolean alive, boolean registered, boolean claiming, int inFlight, long epoch, Optional<Stall> stall) {}
