// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.rules.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where code hosts look for a file. */
class SourcesTest {
    private static final Frame PLACE = new Frame("shop.Cart", "note", "Cart.java", 8, "");

    @TempDir
    private Path checkout;

    @Test
    void aFileIsNamedFromTheTopOfItsCheckout() throws IOException {
        Path part = checkout.resolve("part");
        Path source = part.resolve("src/main/java/shop/Cart.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "");
        Files.createDirectories(checkout.resolve(".git"));
        Sources sources = Sources.of(part, List.of(), List.of(part.resolve("target/classes")));

        assertThat(sources.inCheckout(PLACE)).hasValue("part/src/main/java/shop/Cart.java");
        assertThat(sources.name(PLACE)).isEqualTo("src/main/java/shop/Cart.java");
    }

    @Test
    void whereThereIsNoSourceThereIsNoName() {
        Sources sources = Sources.of(checkout, List.of(), List.of(checkout));

        assertThat(sources.inCheckout(PLACE)).isEmpty();
        assertThat(sources.inCheckout(new Frame("class files", "", "class files", 0, "")))
                .isEmpty();
    }
}
