// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The end of a publisher as a stage; what it emits is dropped, a cancel of the stage cancels the subscription. */
final class PublisherEnd extends CompletableFuture<@Nullable Void> implements Subscriber<Object> {
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    private PublisherEnd() {}

    static PublisherEnd of(Publisher<?> publisher) {
        PublisherEnd end = new PublisherEnd();
        publisher.subscribe(end);
        return end;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        Subscription open = subscription.get();
        if (open != null) {
            open.cancel();
        }
        return super.cancel(mayInterrupt);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.set(given);
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object dropped) {
        // a task's value goes nowhere: jobs have ends, not results
    }

    @Override
    public void onError(Throwable failure) {
        completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(null);
    }
}
