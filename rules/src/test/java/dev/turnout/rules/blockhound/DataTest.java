// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The data files against the JDK that runs this. */
@Tag("jdk")
class DataTest {
    private static final Map<Integer, Integer> NATIVES = Map.of(17, 116, 25, 121);

    /** More means that a JDK has new ones, which are marked unless the file leaves them out: look at them. */
    @Test
    void thereAreAsManyNativesAsWereLookedAt() {
        int found = Natives.ofThisJdk().size();

        assertThat(NATIVES.getOrDefault(Runtime.version().feature(), found)).isEqualTo(found);
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void everyAllowanceHasAReason() {
        assertThat(Allowance.all()).allSatisfy(a -> assertThat(a.reason()).hasSizeGreaterThan(10));
    }

    @Test
    void whatIsAllowedInTheJdkIsThere() {
        assertThat(Allowance.all())
                .filteredOn(a -> !a.type().startsWith("io.netty."))
                .filteredOn(a -> !a.method().equals("<clinit>"))
                .isNotEmpty()
                .allSatisfy(a -> assertThat(Arrays.stream(
                                Class.forName(a.type(), false, null).getDeclaredMethods()))
                        .as("%s", a)
                        .anyMatch(method -> method.getName().equals(a.method())));
    }

    @Test
    void aLoopThreadIsKnownByItsName() {
        assertThat(LoopThreads.isOne(thread("turnout-1-cpu-2", true))).isTrue();
        assertThat(LoopThreads.isOne(thread("turnout-1-blocking-2", true))).isFalse();
        assertThat(LoopThreads.isOne(thread("turnout-1-control", false))).isFalse();
        assertThat(LoopThreads.isOne(thread("turnout-1-cpu-2", false))).isFalse();
    }

    private static Thread thread(String name, boolean daemon) {
        Thread thread = new Thread(() -> {}, name);
        thread.setDaemon(daemon);
        return thread;
    }
}
