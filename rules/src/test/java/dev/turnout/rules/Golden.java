// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts as they were read last. {@code -Dturnout.golden=write} writes them anew; read the difference before you commit. */
final class Golden {
    private Golden() {}

    static void compare(String name, String texts) throws IOException {
        Path golden = Path.of("src", "test", "resources", name);
        if (System.getProperty("turnout.golden", "").equals("write")) {
            Files.writeString(golden, texts);
        }
        assertThat(texts.lines().toList()).isEqualTo(Files.readAllLines(golden));
    }
}
