// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

/** A method cannot be converted. Carries the reason for the tables; thrown and caught inside these recipes only. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public Refusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
