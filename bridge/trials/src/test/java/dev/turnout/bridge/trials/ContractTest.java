// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What every layout promises, on JobRunr's, beside one and three running servers of each level. */
@Tag("trials")
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(
        named = "turnout.trials",
        matches = "all",
        disabledReason = "long; -Dturnout.trials=all runs it")
@Timeout(600)
class ContractTest {
    @Nested
    class OneStock extends ContractBesideServers {
        OneStock() {
            super("stock", 1);
        }
    }

    @Nested
    class ThreeStock extends ContractBesideServers {
        ThreeStock() {
            super("stock", 3);
        }
    }

    @Nested
    class OneGuarded extends ContractBesideServers {
        OneGuarded() {
            super("guarded", 1);
        }
    }

    @Nested
    class ThreeGuarded extends ContractBesideServers {
        ThreeGuarded() {
            super("guarded", 3);
        }
    }

    @Nested
    class OneDropIn extends ContractBesideServers {
        OneDropIn() {
            super("drop-in", 1);
        }
    }

    @Nested
    class ThreeDropIns extends ContractBesideServers {
        ThreeDropIns() {
            super("drop-in", 3);
        }
    }
}
