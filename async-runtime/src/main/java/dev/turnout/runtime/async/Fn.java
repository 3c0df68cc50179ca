// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

/**
 * A function that may throw a checked exception.
 *
 * @param <A> what it takes
 * @param <B> what it gives
 */
@FunctionalInterface
public interface Fn<
        A extends @org.jspecify.annotations.Nullable Object, B extends @org.jspecify.annotations.Nullable Object> {
    B apply(A value) throws Exception;
}
