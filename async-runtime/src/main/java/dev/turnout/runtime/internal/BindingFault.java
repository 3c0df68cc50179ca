// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import org.jspecify.annotations.Nullable;

/** The stored call does not fit the registered method; the message says how, for an operator. */
final class BindingFault extends Exception {
    private static final long serialVersionUID = 1L;

    BindingFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
