// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.queue.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
}
