// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

/** A change of a route that was refused; nothing was changed. The message says why and what to do. */
public final class CutoverRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutoverRefused(String message) {
        super(message);
    }
}
