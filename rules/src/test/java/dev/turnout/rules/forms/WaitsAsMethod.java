// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.forms;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.turnout.rules.TurnoutRules;
import org.junit.jupiter.api.Test;

/** The rule in a test. */
final class WaitsAsMethod {
    @Test
    void nothingWaits() {
        TurnoutRules.noBlockingOnAsyncPaths()
                .check(new ClassFileImporter().importPackages("dev.turnout.rules.forms.waits"));
    }
}
