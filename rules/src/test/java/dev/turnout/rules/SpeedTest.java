// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * The whole check next to what ArchUnit takes only to import the same classes, one after the other in the same run, in
 * CPU time of the one thread that each uses, so that a busy machine changes neither.
 *
 * <p>Without a property the classes are AssertJ's, some 800. {@code -Dturnout.speed.jars=a.jar:b.jar} names others, such as
 * hibernate-core with about 7,000; {@code -Dturnout.speed.classpath} what they were compiled against. The best of the
 * rounds counts.
 */
class SpeedTest {
    private static final double MOST = 1.5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = Integer.getInteger("turnout.speed.rounds", 2);

    @Test
    void takesAtMostHalfAsLongAgainAsTheImportAlone() throws URISyntaxException, IOException {
        List<Path> jars = paths("turnout.speed.jars");
        if (jars.isEmpty()) {
            jars = List.of(Path.of(Assertions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        }
        List<Path> classPath = paths("turnout.speed.classpath");
        long imports = Long.MAX_VALUE;
        long checks = Long.MAX_VALUE;
        long importPeak = 0;
        long checkPeak = 0;
        int classes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = THREADS.getCurrentThreadCpuTime();
            forgetPeak();
            importAll(jars);
            importPeak = peak();
            imports = Math.min(imports, THREADS.getCurrentThreadCpuTime() - began);
            forgetPeak();
            began = THREADS.getCurrentThreadCpuTime();
            classes = Rules.check(jars, classPath).counts().classes();
            checks = Math.min(checks, THREADS.getCurrentThreadCpuTime() - began);
            checkPeak = peak();
        }

        double ratio = (double) checks / imports;
        System.out.printf(
                "%d classes: check %d ms, import alone %d ms, ratio %.2f; heap at its peak: check %d MB, import %d MB%n",
                classes, checks / 1_000_000, imports / 1_000_000, ratio, checkPeak >> 20, importPeak >> 20);
        assertThat(ratio).isLessThanOrEqualTo(MOST);
    }

    private static void forgetPeak() {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** What the heap held at most since then, garbage that nobody had collected yet included. */
    private static long peak() {
        return heap().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static Stream<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static void importAll(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(new ClassFileImporter().importJar(file)).isNotEmpty();
            }
        }
    }

    private static List<Path> paths(String property) {
        return Arrays.stream(System.getProperty(property, "").split(File.pathSeparator))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .toList();
    }
}
