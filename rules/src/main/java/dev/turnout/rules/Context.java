// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Locale;

/** Where a function runs that is given to a call. */
enum Context {
    /** On the thread that completes a stage: must not wait, wherever it stands. */
    CONTINUATION,
    /** On the common pool: must not wait either, there is about one thread a CPU. */
    POOL,
    /** The executor argument of the call decides. */
    EXECUTOR,
    /** The receiver of the call, an executor, decides. */
    EXECUTOR_RECEIVER,
    /** The schedulers of the reactive chain decide. */
    OPERATOR,
    /** On the completing thread, because the executor has none of its own. */
    COMPLETER,
    /** At once, on the caller's thread. */
    INLINE,
    /** On a thread that may wait. */
    OFFLOAD,
    /** Never. */
    NEVER,
    /** Unknown: taken to run on the caller's thread, and graded as a guess. */
    ESCAPE;

    static Context of(String text) {
        return valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Where a function runs that is called from inside another one. */
    Context around(Context inner) {
        if (this == NEVER || inner == NEVER) {
            return NEVER;
        }
        if (this == INLINE) {
            return inner;
        }
        return inner == INLINE || (this == OFFLOAD && inner == ESCAPE) ? this : inner;
    }
}
