// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import org.jspecify.annotations.Nullable;

/** Why an application does not start with this worker: what is wrong, and what to do. Nothing was claimed. */
final class StartFailure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String next;

    StartFailure(String code, String what, String next) {
        this(code, what, next, null);
    }

    StartFailure(String code, String what, String next, @Nullable Throwable cause) {
        super(code + " " + what + " Nothing was started. " + next, cause);
        this.what = code + " " + what + " Nothing was started.";
        this.next = next;
    }

    String what() {
        return what;
    }

    String next() {
        return next;
    }
}
