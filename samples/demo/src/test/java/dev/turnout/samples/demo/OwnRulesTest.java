// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.Cutover;
import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import dev.turnout.rules.TextReport;
import dev.turnout.runtime.Worker;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own async code under our own rules. */
class OwnRulesTest {
    private static final List<Path> CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::exists)
            .toList();

    @ParameterizedTest
    @ValueSource(classes = {Worker.class, Cutover.class})
    void passes(Class<?> ofModule) throws URISyntaxException {
        Path classes = Path.of(
                ofModule.getProtectionDomain().getCodeSource().getLocation().toURI());

        Report report = Rules.check(List.of(classes), CLASS_PATH);

        assertThat(report.failures()).as("%s", TextReport.of(report)).isEmpty();
        assertThat(report.counts().entries()).isGreaterThan(100);
    }
}
