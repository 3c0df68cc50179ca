// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

/** Blocking work without a result that may throw a checked exception. */
@FunctionalInterface
public interface Action {
    void run() throws Exception;
}
