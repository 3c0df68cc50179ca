// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of one method: it does not block, it is handed over whole, or it gets a twin. */
final class Outcome {
    final MethodInfo method;
    final Facts facts;

    /** Whether a call of it may wait. */
    boolean blocks;

    /** Why it has no twin. */
    Reason reason = Reason.NONE;

    /** The body of the twin, if it has one. */
    @Nullable
    Composed composed;

    /** Whether the twin exists already, from a former run. */
    boolean done;

    /** Where the twin waits, by the tree that is replaced. */
    final Map<UUID, Site> sites = new LinkedHashMap<>();

    /** Which site a call belongs to, by the call. */
    final Map<UUID, Site> siteOf = new LinkedHashMap<>();

    /** Methods whose twins are called. */
    final Set<MethodInfo> twins = new LinkedHashSet<>();

    /** Methods whose blocking bodies are called, handed over to another thread. */
    final Set<MethodInfo> stillCalled = new LinkedHashSet<>();

    /** Interface methods through which twins are called. */
    final Set<MethodInfo> families = new LinkedHashSet<>();

    /** Contexts of the thread that are read after a wait. */
    final Set<String> late = new HashSet<>();

    Outcome(MethodInfo method, Facts facts) {
        this.method = method;
        this.facts = facts;
    }

    boolean hasTwin() {
        return composed != null || done;
    }
}
