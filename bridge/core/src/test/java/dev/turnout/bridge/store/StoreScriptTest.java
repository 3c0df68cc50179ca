// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.queue.LegacyScript;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.redis.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("redis")
class StoreScriptTest {
    @Test
    void everyFileIsRegisteredAndEveryNameHasAFile() throws Exception {
        Path folder = Path.of(StoreScript.class.getResource("save.lua").toURI()).getParent();

        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".lua"))
                    .toList();

            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(Stream.of(StoreScript.values())
                            .map(script -> script.name().toLowerCase(Locale.ROOT) + ".lua")
                            .toList());
        }
    }

    @Test
    void redisAcceptsEveryScriptUnderTheNameThatWeCompute() {
        try (Rig rig = new Rig()) {
            for (StoreScript script : StoreScript.values()) {
                String sha = rig.redis().scriptLoad(script.script().source());

                assertThat(sha).as(script.name()).isEqualTo(script.script().sha());
            }
        }
    }

    @Test
    void everyHeaderOpensWithTheFilesNameAndNoScriptTouchesABody() {
        for (StoreScript script : StoreScript.values()) {
            assertThat(script.script().header().get(0))
                    .startsWith("-- " + script.script().name() + " : ");
            assertThat(script.script().source()).doesNotContain("cjson");
        }
    }

    /** Lua would only say so when the script runs. */
    @Test
    void aScriptThatCountsWhatIsInFlightIncludesWhatItCountsWith() {
        for (StoreScript script : StoreScript.values()) {
            String source = script.script().source();
            if (source.contains("local function board(")) {
                assertThat(source)
                        .as(script.name())
                        .containsSubsequence("local function raise(", "local function board(");
            }
        }
    }

    /** What is not asked for at the start would be refused in the middle of a script. */
    @Test
    void everyCommandOfAProvidersScriptsIsAskedForAtTheStart() {
        Set<String> called = Stream.concat(
                        Stream.of(StoreScript.values()).map(StoreScript::script),
                        Stream.of(
                                        LegacyScript.PEEK,
                                        LegacyScript.CLAIM,
                                        LegacyScript.ENLIST,
                                        LegacyScript.PARK,
                                        LegacyScript.ROUTES)
                                .map(LegacyScript::script))
                .flatMap(script -> commands("call", script).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        called.remove("INCR"); // the tokens of the async pool

        assertThat(commands("try", StoreScript.RIGHTS.script())).containsExactlyInAnyOrderElementsOf(called);
    }

    private static Set<String> commands(String call, Script script) {
        return Pattern.compile("\\b" + call + "\\('([A-Z]+)'")
                .matcher(script.source())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
