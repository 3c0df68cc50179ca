// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A claim that this worker holds, with the document as Redis has it. Changes of one job go one after another: each
 * raises the version that the next one must name. A note without an answer may have raised it unseen; so what comes after
 * it asks for that answer first.
 */
final class Held implements StoredJob {
    private final Claim claim;
    private JobDocument document;
    private CompletionStage<?> tail = CompletableFuture.completedFuture("");
    private @Nullable Attempt pending;
    private volatile @Nullable Ends ends;

    Held(Claim claim, JobDocument document) {
        this.claim = claim;
        this.document = document;
    }

    Claim claim() {
        return claim;
    }

    synchronized JobDocument document() {
        return document;
    }

    @Override
    public String json() {
        return document().json();
    }

    @Override
    public void endBy(Ends framework) {
        ends = framework;
    }

    /** Who decides the end of this run; empty for the layout. */
    Optional<Ends> ends() {
        return Optional.ofNullable(ends);
    }

    /** What a change makes of the document; the same text again if the same change had no answer before. */
    synchronized JobDocument attempt(String change, Function<JobDocument, JobDocument> make) {
        return attempt(change, false, make);
    }

    /** As {@link #attempt}, for a note: the claim goes on after it. */
    synchronized JobDocument attemptNote(String change, Function<JobDocument, JobDocument> make) {
        return attempt(change, true, make);
    }

    private JobDocument attempt(String change, boolean note, Function<JobDocument, JobDocument> make) {
        Attempt before = pending;
        if (before == null || !before.change.equals(change)) {
            before = new Attempt(change, note, make.apply(document));
            pending = before;
        }
        return before.result;
    }

    /** The note that had no answer, unless {@code change} is that very note. */
    synchronized Optional<JobDocument> unansweredNote(String change) {
        return Optional.ofNullable(pending)
                .filter(before -> before.note && !before.change.equals(change))
                .map(Attempt::result);
    }

    /** The pending change was refused for its times: make it anew. */
    synchronized void discardAttempt() {
        pending = null;
    }

    synchronized void stored(JobDocument result) {
        document = result;
        pending = null;
    }

    synchronized <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> change) {
        CompletionStage<T> turn = tail.handle((done, thrown) -> 0).thenCompose(ignored -> change.get());
        tail = turn;
        return turn;
    }

    private record Attempt(String change, boolean note, JobDocument result) {}
}
