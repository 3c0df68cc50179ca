// SPDX-License-Identifier: Apache-2.0
/**
 * What a worker shows to Micrometer, each part optional and of its own: figures ({@link
 * dev.turnout.runtime.micrometer.WorkerMeters}), traces ({@link dev.turnout.runtime.micrometer.JobObservations} where jobs run,
 * {@link dev.turnout.runtime.micrometer.TracedDoor} where they are put in), and thread-locals that follow a job ({@link
 * dev.turnout.runtime.micrometer.PropagatedContext}). Start at {@link dev.turnout.runtime.micrometer.WorkerMeters}.
 */
@NullMarked
package dev.turnout.runtime.micrometer;

import org.jspecify.annotations.NullMarked;
