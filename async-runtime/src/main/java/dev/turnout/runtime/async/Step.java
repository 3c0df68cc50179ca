// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.CompletionStage;

/**
 * Work that ends when the stage it returns ends.
 *
 * @param <T> what the stage yields
 */
@FunctionalInterface
public interface Step<T> {
    /** Starts the work. A throw means the same as a failed stage. */
    CompletionStage<T> run() throws Exception;
}
