// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.stream.Stream;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Teaches BlockHound the event-loop threads of a Turnout worker, the native methods that it misses, and what an event loop
 * may do all the same. {@code BlockHound.install()} finds it by itself where both are on the class path.
 */
public final class TurnoutIntegration implements BlockHoundIntegration {
    /**
     * Adds to {@code builder}. Reads class declarations of the JDK; nothing is initialised.
     *
     * @throws IllegalStateException with TURNOUT-0860 if this JVM refuses what BlockHound does
     */
    @Override
    public void applyTo(BlockHound.Builder builder) {
        RedefinitionFlag.demand();
        Stream.concat(Natives.ofThisJdk().stream(), Conditions.ofThisJdk().stream())
                .forEach(method -> builder.markAsBlocking(method.type(), method.name(), method.descriptor()));
        for (Allowance allowance : Allowance.all()) {
            if (allowance.takenBack()) {
                builder.disallowBlockingCallsInside(allowance.type(), allowance.method());
            } else {
                builder.allowBlockingCallsInside(allowance.type(), allowance.method());
            }
        }
        builder.nonBlockingThreadPredicate(others -> others.or(LoopThreads::isOne));
    }
}
