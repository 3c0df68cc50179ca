// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import java.io.PrintWriter;
import java.io.Writer;

/** Stands in for an exception whose own methods throw, so that it can be logged and stored. */
final class Printable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Printable(String message, StackTraceElement[] stack) {
        super(message);
        setStackTrace(stack);
    }

    /** {@code thrown} itself, if it can be printed with all its causes. */
    static Throwable of(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
            return thrown;
        } catch (Throwable broken) {
            return new Printable(
                    "TURNOUT-0330 the task failed with " + thrown.getClass().getName()
                            + ", which cannot say why: its own" + " methods throw "
                            + broken.getClass().getName() + ". Mend that exception class.",
                    new StackTraceElement[0]);
        }
    }
}
