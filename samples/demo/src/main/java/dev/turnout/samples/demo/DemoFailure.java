// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

/** The demo cannot go on; the message says why and where to look. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoFailure(String message) {
        super(message);
    }
}
