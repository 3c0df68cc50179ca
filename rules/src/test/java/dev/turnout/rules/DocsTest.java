// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocsTest {
    @ParameterizedTest
    @EnumSource(Rule.class)
    void thePageSaysWhatTheRuleSays(Rule rule) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "rules.md"));

        assertThat(page.lines())
                .contains("| [%1$s](rules/%1$s.md) | %2$s | %3$s | %4$s | %5$s |"
                        .formatted(
                                rule.id(),
                                rule.title(),
                                rule.severity().name().toLowerCase(Locale.ROOT),
                                rule.because(),
                                rule.fix().replace("|", "\\|")));
    }
}
