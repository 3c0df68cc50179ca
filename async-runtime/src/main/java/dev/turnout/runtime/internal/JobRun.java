// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static dev.turnout.runtime.internal.JobRun.Event.ABANDON;
import static dev.turnout.runtime.internal.JobRun.Event.ANSWERED;
import static dev.turnout.runtime.internal.JobRun.Event.BROKEN;
import static dev.turnout.runtime.internal.JobRun.Event.CANCEL;
import static dev.turnout.runtime.internal.JobRun.Event.GIVE_BACK;
import static dev.turnout.runtime.internal.JobRun.Event.LEASE_LOST;
import static dev.turnout.runtime.internal.JobRun.Event.STAGE_DONE;
import static dev.turnout.runtime.internal.JobRun.Event.START;
import static dev.turnout.runtime.internal.JobRun.Event.UNANSWERED;
import static dev.turnout.runtime.internal.JobRun.Event.UNFIT;
import static dev.turnout.runtime.internal.JobRun.State.ABANDONED;
import static dev.turnout.runtime.internal.JobRun.State.CANCELLED;
import static dev.turnout.runtime.internal.JobRun.State.CLAIMED;
import static dev.turnout.runtime.internal.JobRun.State.COMMITTING;
import static dev.turnout.runtime.internal.JobRun.State.DONE;
import static dev.turnout.runtime.internal.JobRun.State.LOST;
import static dev.turnout.runtime.internal.JobRun.State.PARKED;
import static dev.turnout.runtime.internal.JobRun.State.PARKING;
import static dev.turnout.runtime.internal.JobRun.State.RELEASED;
import static dev.turnout.runtime.internal.JobRun.State.RELEASING;
import static dev.turnout.runtime.internal.JobRun.State.RUNNING;

import dev.turnout.runtime.task.JobId;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of a job on one worker, from claim to end: a state, and the one table that says what may come next.
 *
 * @param id the job
 * @param state where it stands
 */
record JobRun(JobId id, State state) {
    /** The table. What is not in it cannot happen. */
    static final List<Arrow> TABLE = List.of(
            new Arrow(CLAIMED, START, RUNNING),
            new Arrow(CLAIMED, BROKEN, COMMITTING),
            new Arrow(CLAIMED, UNFIT, PARKING),
            new Arrow(CLAIMED, GIVE_BACK, RELEASING),
            new Arrow(CLAIMED, CANCEL, CANCELLED),
            new Arrow(CLAIMED, LEASE_LOST, LOST),
            new Arrow(RUNNING, STAGE_DONE, COMMITTING),
            new Arrow(RUNNING, GIVE_BACK, RELEASING),
            new Arrow(RUNNING, CANCEL, CANCELLED),
            new Arrow(RUNNING, LEASE_LOST, LOST),
            new Arrow(RUNNING, ABANDON, ABANDONED),
            new Arrow(COMMITTING, ANSWERED, DONE),
            new Arrow(COMMITTING, CANCEL, CANCELLED),
            new Arrow(COMMITTING, LEASE_LOST, LOST),
            new Arrow(COMMITTING, UNANSWERED, LOST),
            new Arrow(PARKING, ANSWERED, PARKED),
            new Arrow(PARKING, CANCEL, CANCELLED),
            new Arrow(PARKING, LEASE_LOST, LOST),
            new Arrow(PARKING, UNANSWERED, LOST),
            new Arrow(RELEASING, ANSWERED, RELEASED),
            new Arrow(RELEASING, CANCEL, CANCELLED),
            new Arrow(RELEASING, LEASE_LOST, LOST),
            new Arrow(RELEASING, UNANSWERED, LOST));

    /** The run after {@code event}. */
    JobRun next(Event event) {
        return TABLE.stream()
                .filter(arrow -> arrow.from() == state && arrow.on() == event)
                .findFirst()
                .map(arrow -> new JobRun(id, arrow.to()))
                .orElseThrow(() -> new IllegalTransition(this, event));
    }

    /** The table as text, one arrow a line. */
    static List<String> diagram() {
        List<String> lines = new ArrayList<>();
        TABLE.forEach(arrow -> lines.add(String.format("%-10s --%s--> %s", arrow.from(), arrow.on(), arrow.to())));
        return lines;
    }

    /** Where a run stands. */
    enum State {
        /** Taken; the body has not started. */
        CLAIMED,
        /** The body has started, its stage has not ended. */
        RUNNING,
        /** The end, good or bad, is on its way to the queue. */
        COMMITTING,
        /** On its way back to the queue. */
        RELEASING,
        /** On its way to the parked jobs. */
        PARKING,
        /** The end is stored. */
        DONE,
        /** Given back. */
        RELEASED,
        /** Parked. */
        PARKED,
        /** Ended by somebody else, as its cancel asked; nothing of this run is stored. */
        CANCELLED,
        /** It did not end; its lease is no longer renewed, and the queue takes the job back when that has lapsed. */
        ABANDONED,
        /** Somebody else's, or nobody could say whose; the result is dropped. */
        LOST
    }

    /** What happens to a run. */
    enum Event {
        /** Lease and route allow the start. */
        START,
        /** What surrounds the body failed before it could start. */
        BROKEN,
        /** This worker cannot run the job. */
        UNFIT,
        /** Route or drain asks for it back, or its lane takes nothing more. */
        GIVE_BACK,
        /** The queue says that somebody has ended the job. */
        CANCEL,
        /** The queue says that the claim is lost. */
        LEASE_LOST,
        /** The body's stage has ended. */
        STAGE_DONE,
        /** The body's stage has not ended within the limit of the worker. */
        ABANDON,
        /** The queue has stored what was asked for. */
        ANSWERED,
        /** The queue was asked until the lease was over, and never answered. */
        UNANSWERED
    }

    /** One line of the table. */
    record Arrow(State from, Event on, State to) {}

    /** An event for which the table has no arrow: a mistake of this program. */
    static final class IllegalTransition extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        IllegalTransition(JobRun run, Event event) {
            super("TURNOUT-0301 job " + run.id() + ": no arrow from " + run.state() + " on " + event
                    + ". Nothing was changed. This is a defect of Turnout: please report it.");
        }
    }
}
