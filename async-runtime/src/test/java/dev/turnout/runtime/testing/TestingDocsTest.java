// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every block of Java in these pages is a region of a test that runs, word for word. */
class TestingDocsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- ([\\w/.-]+)#([\\w-]+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"docs/testing.md", "docs/enqueue.md"})
    void everyBlockIsARegionOfATestThatRuns(String page) throws IOException {
        List<String> sources = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(read(page)); block.find(); ) {
            assertThat(block.group(1)).as("the source of\n" + block.group(3)).isNotNull();
            assertThat(block.group(3)).isEqualTo(region(read(block.group(1)), block.group(2)));
            sources.add(block.group(1));
        }

        assertThat(sources).hasSizeGreaterThan(5).allMatch(source -> source.endsWith("Test.java"));
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file), StandardCharsets.UTF_8);
    }

    /** What stands between {@code // region name} and {@code // end}, moved to the left. */
    private static String region(String source, String name) {
        String begin = "// region " + name + "\n";
        assertThat(source).contains(begin);
        int from = source.indexOf(begin) + begin.length();
        int to = source.lastIndexOf('\n', source.indexOf("// end\n", from));
        return source.substring(from, to).stripTrailing().stripIndent() + "\n";
    }
}
