// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubtypesTest {
    private static final ClassLoader HERE = SubtypesTest.class.getClassLoader();
    private static boolean initialized;

    /** Abstract. */
    interface Base {}

    /** A class of this package. */
    static final class Loud implements Base {
        static {
            initialized = true;
        }
    }

    @Test
    void noneIsTakenUnlessItIsDeclared() {
        assertThat(Subtypes.none().find(Loud.class.getName(), Base.class)).isEmpty();
        assertThat(Subtypes.of(Loud.class).find(Loud.class.getName(), Base.class))
                .contains(Loud.class);
        assertThat(Subtypes.of(Loud.class).find(Loud.class.getName(), Number.class))
                .isEmpty();
    }

    @Test
    void aPackageMeansItsClassesAndNotThoseBelowAndInitializesNone() {
        Subtypes subtypes = Subtypes.named(List.of("dev.turnout.runtime.task.*"), HERE);

        assertThat(subtypes.find(Loud.class.getName(), Base.class)).contains(Loud.class);
        assertThat(initialized).isFalse();
        assertThat(Subtypes.named(List.of("dev.turnout.runtime.*"), HERE).find(Loud.class.getName(), Base.class))
                .isEmpty();
        assertThat(subtypes.find("dev.turnout.runtime.task.NoSuch", Object.class))
                .isEmpty();
        assertThat(subtypes.find(Base.class.getName(), Base.class)).isEmpty();
    }

    @Test
    void theyFitATypeIfAnyIsOfItAndAPackageMayAlways() {
        assertThat(Subtypes.none().fit(Base.class)).isFalse();
        assertThat(Subtypes.of(Loud.class).fit(Base.class)).isTrue();
        assertThat(Subtypes.of(Loud.class).fit(Comparable.class)).isFalse();
        assertThat(Subtypes.named(List.of("dev.turnout.runtime.*"), HERE).fit(Base.class))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.io.File",
                "javax.script.*",
                "java.util.concurrent.*",
                "dev.turnout.runtime.task.NoSuch",
                "dev.turnout.runtime.task.SubtypesTest$Base",
                "*",
                ".*",
                ""
            })
    void whatMayNotBeDeclaredIsRefusedByName(String name) {
        assertThatThrownBy(() -> Subtypes.named(List.of(name), HERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TURNOUT-0438 " + name)
                .hasMessageContaining("cannot be a declared subtype");
    }
}
