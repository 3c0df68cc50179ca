// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.util.concurrent.CompletionStage;

/** Which returned values end later, and how to see that end. Implementations are stateless and never block. */
public interface ReturnTypes {
    /** {@link CompletionStage} and its subtypes, nothing else. */
    ReturnTypes STAGES = new ReturnTypes() {
        @Override
        public boolean knows(Class<?> type) {
            return CompletionStage.class.isAssignableFrom(type);
        }

        @Override
        public CompletionStage<?> stageOf(Object returned) {
            return (CompletionStage<?>) returned;
        }
    };

    /** Whether values of {@code type} stand for work that ends later. */
    boolean knows(Class<?> type);

    /**
     * The end of the work that {@code returned} stands for; starts it, where it is lazy. Cancelling the stage as a
     * future cancels the work, where the type can.
     *
     * @param returned a value of a type that {@link #knows} knows
     */
    CompletionStage<?> stageOf(Object returned);
}
