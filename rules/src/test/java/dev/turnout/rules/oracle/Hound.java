// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import dev.turnout.rules.blockhound.TurnoutIntegration;
import reactor.blockhound.BlockHound;

/** How much BlockHound there is in a run. */
public enum Hound {
    NONE,
    /** As it comes, without any integration. */
    STOCK,
    /** With ours, and no other. */
    AUGMENTED,
    /** With ours and all others on the class path: what {@code BlockHound.install()} does. */
    INSTALLED;

    BlockHound.Builder builder() {
        BlockHound.Builder builder = BlockHound.builder();
        return switch (this) {
            case NONE, STOCK -> builder;
            case AUGMENTED -> builder.with(new TurnoutIntegration());
            case INSTALLED -> builder.loadIntegrations();
        };
    }
}
