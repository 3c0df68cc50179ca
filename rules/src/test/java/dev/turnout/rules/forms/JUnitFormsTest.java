// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The two forms in which a user's test has the rules, each run as JUnit runs it, on Jupiter 5 and on Jupiter 6. */
class JUnitFormsTest {
    @Test
    void thisIsTheJUnitThatItIsTakenFor() {
        String expected = System.getProperty("turnout.junit.line", "5");

        assertThat(Test.class.getPackage().getImplementationVersion()).startsWith(expected + ".");
        assertThat(LauncherFactory.class.getPackage().getImplementationVersion())
                .startsWith(expected.equals("5") ? "1." : expected + ".");
    }

    @ParameterizedTest
    @ValueSource(classes = {WaitsAsField.class, WaitsAsMethod.class})
    void aWaitFailsWithItsPath(Class<?> form) {
        TestExecutionSummary summary = run(form);

        assertThat(summary.getFailures()).singleElement().satisfies(failure -> {
            assertThat(failure.getTestIdentifier().getDisplayName()).startsWith("nothingWaits");
            assertThat(failure.getException())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("TRN101 blocking-future-wait: CompletableFuture.join is reached from"
                            + " dev.turnout.rules.forms.waits.Shop#orderAsync(")
                    .hasMessageContaining("(Shop.java:10)  lambda given to CompletableFuture.thenApply");
        });
    }

    @ParameterizedTest
    @ValueSource(classes = {CleanAsField.class, CleanAsMethod.class})
    void noWaitPasses(Class<?> form) {
        TestExecutionSummary summary = run(form);

        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(form == CleanAsField.class ? 2 : 1);
    }

    private static TestExecutionSummary run(Class<?> form) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(form))
                                .build(),
                        listener);
        return listener.getSummary();
    }
}
