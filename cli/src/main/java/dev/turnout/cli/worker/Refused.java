// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

/** A worker could not be started; the message says why, and what to do. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }

    Refused(String message, Throwable cause) {
        super(message, cause);
    }
}
