// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

/** One local variable or parameter: one declaration, whatever others have the same name. */
final class Local {
    final String name;

    /** Whether it is declared as a statement without a value. */
    final boolean withoutValue;

    private boolean changes;

    Local(String name, boolean withoutValue) {
        this.name = name;
        this.withoutValue = withoutValue;
    }

    void assigned() {
        changes = true;
    }

    /** Whether it is assigned after it was declared. */
    boolean changes() {
        return changes;
    }

    @Override
    public String toString() {
        return name;
    }
}
