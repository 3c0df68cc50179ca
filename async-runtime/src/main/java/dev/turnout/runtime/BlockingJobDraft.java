// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Form;
import java.util.List;

/**
 * A job of a {@link BlockingTaskQueue} that is not sent yet.
 *
 * @param <R> what the task ends with
 */
public final class BlockingJobDraft<R> extends JobOrder<BlockingJobDraft<R>> {
    private final Outbox outbox;

    BlockingJobDraft(Call call, Form form, Outbox outbox) {
        super(call, form);
        this.outbox = outbox;
    }

    /**
     * Sends it and waits until it is in the queue; inside a transaction that the queue knows of, returns at once, and it is
     * sent and waited for when that has committed. A crash between commit and sending loses the job.
     *
     * @return the job; {@link Job#sent} says whether it is new
     * @throws IllegalArgumentException if the queue's layout cannot carry what is asked; the message says what
     * @throws IllegalStateException on a thread that must not wait, such as an event loop; then nothing was sent
     * @throws RuntimeException what kept it from being sent, such as a Redis that does not answer; it may be sent again. An
     *     interrupt throws {@link InterruptedException}, which is not declared; the job may be in
     */
    @SuppressWarnings("unchecked") // the handle of one's own job
    public Job<R> send() {
        return (Job<R>) outbox.sendAndWait(List.of(job()), leavesAtOnce()).get(0);
    }

    @Override
    BlockingJobDraft<R> self() {
        return this;
    }
}
