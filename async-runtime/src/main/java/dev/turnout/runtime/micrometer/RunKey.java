// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;

/** One run: the same job, claimed again, is another one. */
record RunKey(JobId id, long token) {
    static RunKey of(Claim claim) {
        return new RunKey(claim.id(), claim.token());
    }
}
