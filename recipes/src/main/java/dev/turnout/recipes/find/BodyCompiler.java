// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Map;
import java.util.UUID;

/** Turns the body of a method into that of its twin. */
public interface BodyCompiler {
    /**
     * Gives the source of the twin.
     *
     * @param sites where it waits, by the id of the tree
     * @param task whether workers run it
     * @param carry whether it carries the logging context along
     * @throws Refusal if no form is known that certainly means the same
     */
    Composed compile(MethodInfo method, Map<UUID, Site> sites, boolean task, boolean carry);

    /** Gives the source of the default twin of an interface method: the blocking method, handed over. */
    Composed family(MethodInfo method);
}
