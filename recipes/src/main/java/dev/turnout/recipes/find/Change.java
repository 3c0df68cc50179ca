// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

/**
 * What happens to one method.
 *
 * @param method the method
 * @param kind how its twin stands to it
 * @param composed the twin and its steps
 */
public record Change(MethodInfo method, Kind kind, Composed composed) {
    /** How the twin stands to the method. */
    public enum Kind {
        /** The method becomes a facade, the twin stands below it. */
        FACADE,
        /** The method keeps its body for other callers, the twin stands below it. */
        BESIDE,
        /** Nobody calls the method any more, the twin takes its place. */
        INSTEAD,
        /** A method of an interface: a default twin stands below it. */
        FAMILY
    }
}
