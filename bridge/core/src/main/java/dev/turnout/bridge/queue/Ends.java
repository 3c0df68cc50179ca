// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.queue.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a run ends with, in place of the layout's own rules. Called on threads of the queue that may wait, never by
 * two at once; asked again after a lost reply, it must say the same. A throw leaves the end to the layout, and is logged.
 */
public interface Ends {
    /** The run has ended well. */
    Decision succeeded();

    /** The attempt has failed. */
    Decision failed(Failure failure);

    /** What was decided is stored. Called once, before the run counts as over. */
    void stored();

    /**
     * An end.
     *
     * @param json the whole job as the framework's mapper would store it; its new states, name, labels, retries and
     *     metadata count
     * @param delay how long after the end the next attempt is due, where the task itself has asked for that
     * @param gone metadata that the run has taken away
     */
    record Decision(String json, Optional<Duration> delay, Set<String> gone) {
        public Decision {
            gone = Set.copyOf(gone);
        }
    }
}
