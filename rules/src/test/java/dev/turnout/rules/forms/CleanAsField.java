// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.forms;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.turnout.rules.TurnoutRules;

/** The rule as a field. */
@AnalyzeClasses(packages = "dev.turnout.rules.forms.clean")
final class CleanAsField {
    @ArchTest
    static final ArchRule nothingWaits = TurnoutRules.noBlockingOnAsyncPaths();

    @ArchTest
    static final ArchRule noFacadeIsLeft = TurnoutRules.noFacadeLeft();
}
