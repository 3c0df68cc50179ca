// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Form;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A job of a {@link TaskQueue} that is not sent yet.
 *
 * @param <R> what the task ends with
 */
public final class JobDraft<R> extends JobOrder<JobDraft<R>> {
    private final Outbox outbox;

    JobDraft(Call call, Form form, Outbox outbox) {
        super(call, form);
        this.outbox = outbox;
    }

    /**
     * Sends it; inside a transaction that the queue knows of, when that has committed. Never blocks. A crash between commit and
     * sending loses the job; whoever cannot bear that writes it into the same transaction, and sends it from there.
     *
     * @return ends when the job is in the queue. Fails if no answer came: then it may be in, and may be sent again; and if the
     *     transaction was not committed. Inside the transaction it must not be waited for
     * @throws IllegalArgumentException if the queue's layout cannot carry what is asked; the message says what
     */
    @SuppressWarnings("unchecked") // the handle of one's own job
    public CompletionStage<Job<R>> send() {
        Job<R> job = (Job<R>) outbox.send(List.of(job()), leavesAtOnce()).get(0);
        return job.sent().thenApply(added -> job);
    }

    @Override
    JobDraft<R> self() {
        return this;
    }
}
