// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("redis")
class LegacyScriptTest {
    @Test
    void everyFileIsRegisteredAndEveryNameHasAFile() throws Exception {
        Path folder =
                Path.of(LegacyScript.class.getResource("claim.lua").toURI()).getParent();

        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".lua"))
                    .toList();

            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(Stream.of(LegacyScript.values())
                            .map(script -> script.name().toLowerCase(Locale.ROOT) + ".lua")
                            .toList());
        }
    }

    @Test
    void redisAcceptsEveryScriptUnderTheNameThatWeCompute() {
        try (Rig rig = new Rig()) {
            for (LegacyScript script : LegacyScript.values()) {
                String sha = rig.redis().scriptLoad(script.script().source());

                assertThat(sha).as(script.name()).isEqualTo(script.script().sha());
            }
        }
    }

    @Test
    void everyHeaderOpensWithTheFilesName() {
        for (LegacyScript script : LegacyScript.values()) {
            assertThat(script.script().header().get(0))
                    .startsWith("-- " + script.script().name() + " : ");
        }
    }

    /** A body that goes through cjson loses empty lists and long numbers, and stops every stock server. */
    @Test
    void noScriptTouchesABodyWithCjson() throws IOException {
        for (LegacyScript script : LegacyScript.values()) {
            assertThat(script.script().source()).doesNotContain("cjson");
        }
    }

    /** Lua would only say so when the script runs. */
    @Test
    void aScriptThatCountsWhatIsInFlightIncludesWhatItCountsWith() {
        for (LegacyScript script : LegacyScript.values()) {
            String source = script.script().source();
            if (source.contains("local function board(")) {
                assertThat(source)
                        .as(script.name())
                        .containsSubsequence("local function raise(", "local function board(");
            }
        }
    }
}
