// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Set;

/** From which kinds of entries a call has to be reached for it to be a finding. */
enum Reach {
    /** Any async path. */
    ASYNC(Entry.Kind.TASK, Entry.Kind.TWIN, Entry.Kind.STAGE, Entry.Kind.CONTINUATION, Entry.Kind.DECLARED),
    /** Only what runs when a stage completes. */
    CONTINUATION(Entry.Kind.CONTINUATION),
    /** What runs later, on whichever thread: continuations and offloaded functions. */
    LATER(Entry.Kind.CONTINUATION, Entry.Kind.OFFLOADED),
    /** Only offloaded functions. */
    OFFLOAD(Entry.Kind.OFFLOADED),
    /** Async paths and offloaded functions. */
    ANYWHERE(
            Entry.Kind.TASK,
            Entry.Kind.TWIN,
            Entry.Kind.STAGE,
            Entry.Kind.CONTINUATION,
            Entry.Kind.DECLARED,
            Entry.Kind.OFFLOADED),
    /** Methods that run in a transaction. */
    TRANSACTION(Entry.Kind.TRANSACTIONAL),
    /** The place alone says it. */
    PLACE;

    private final Set<Entry.Kind> kinds;

    Reach(Entry.Kind... kinds) {
        this.kinds = Set.of(kinds);
    }

    boolean from(Entry.Kind kind) {
        return kinds.contains(kind);
    }
}
