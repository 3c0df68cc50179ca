// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One stored argument. Type names in it are data: they are compared with what the registered method declares, and
 * never loaded.
 *
 * @param declaredType the parameter type that the job names
 * @param value the value as a tree, in the dialect of the application's JSON mapper
 * @param actualType the class of the value, where a layout stores it; empty if it goes without saying
 */
public record Argument(String declaredType, JsonNode value, String actualType) {
    /** An argument whose class goes without saying. */
    public Argument(String declaredType, JsonNode value) {
        this(declaredType, value, "");
    }
}
