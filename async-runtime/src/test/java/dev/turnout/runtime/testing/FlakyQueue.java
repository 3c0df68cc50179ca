// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A queue in memory that keeps a book, can have routes, and can fall silent: changes are made, but no answer comes. */
public class FlakyQueue extends InMemoryQueue {
    private final TestStore store;
    private Routes routes = Routes.ALWAYS;
    private @Nullable Ear ear;
    private volatile boolean silent;

    public FlakyQueue(TestStore store) {
        super(store.memory);
        this.store = store;
    }

    public FlakyQueue with(Routes routes) {
        this.routes = routes;
        return this;
    }

    public void silent(boolean silent) {
        this.silent = silent;
    }

    /** Signals a change of routes to this view. */
    public void signal(long epoch) {
        Ear hears = ear;
        if (hears != null) {
            hears.epoch(epoch);
        }
    }

    @Override
    public CompletionStage<List<Claim>> claim(Demand demand) {
        return store.legacyOnly ? CompletableFuture.completedFuture(List.of()) : super.claim(demand);
    }

    @Override
    public CompletionStage<List<Answer>> renew(List<Claim> claims) {
        store.renewals.incrementAndGet();
        return super.renew(claims)
                .thenApply(answers -> answers.stream().map(this::heard).toList());
    }

    @Override
    public CompletionStage<Answer> complete(Claim claim) {
        return super.complete(claim).thenApply(this::heard);
    }

    @Override
    public CompletionStage<Answer> fail(Claim claim, Failure failure) {
        return super.fail(claim, failure).thenApply(this::heard);
    }

    @Override
    public CompletionStage<Answer> release(Claim claim) {
        return super.release(claim).thenApply(this::heard);
    }

    @Override
    public CompletionStage<Answer> park(Claim claim, String reason) {
        return super.park(claim, reason).thenApply(this::heard);
    }

    @Override
    public void forget(Claim claim) {
        store.forgotten.add(claim.id());
    }

    @Override
    public CompletionStage<Void> beat(Beat beat) {
        store.beats.add(beat);
        return super.beat(beat);
    }

    @Override
    public CompletionStage<Void> listen(Ear ear) {
        this.ear = ear;
        return super.listen(ear);
    }

    @Override
    public Routes routes() {
        return routes;
    }

    private Answer heard(Answer answer) {
        return silent ? new Answer.Indeterminate(new IllegalStateException("no reply")) : answer;
    }
}
