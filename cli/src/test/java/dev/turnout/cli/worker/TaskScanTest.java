// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.task.AsyncTask;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskScanTest {
    @TempDir
    Path folder;

    @Test
    void classesWithTheirOwnAndWithInheritedTasksAreFoundAndNoneIsLoaded() throws Exception {
        for (Class<?> type :
                List.of(Base.class, Heir.class, Contract.class, Kept.class, Plain.class, Explosive.class)) {
            copy(type);
        }

        List<String> found = TaskScan.classesIn(folder);

        assertThat(found)
                .containsExactly(
                        Base.class.getName(),
                        Contract.class.getName(),
                        Explosive.class.getName(),
                        Heir.class.getName(),
                        Kept.class.getName());
    }

    @Test
    void aLinkToAFolderAndALinkInItAreFollowedAsAJvmDoes() throws Exception {
        copy(Base.class);
        Path beside = Files.createDirectories(folder.resolve("beside"));
        Files.createSymbolicLink(beside.resolve("dev"), folder.resolve("dev"));
        Files.createSymbolicLink(beside.resolve("round"), beside);
        Files.createSymbolicLink(beside.resolve("Nowhere.class"), folder.resolve("gone"));
        Path link = Files.createSymbolicLink(folder.resolve("current"), beside);

        assertThat(TaskScan.classesIn(link)).containsExactly(Base.class.getName());
    }

    @Test
    void aJarIsReadWithoutWhatIsForSingleReleases() throws Exception {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String prefix : List.of("", "META-INF/versions/21/")) {
                out.putNextEntry(new JarEntry(prefix + resource(Base.class)));
                out.write(bytes(Base.class));
            }
        }

        assertThat(TaskScan.classesIn(jar)).containsExactly(Base.class.getName());
    }

    @Test
    void aHalfWrittenClassIsRefusedByItsName() throws Exception {
        Files.write(folder.resolve("Half.class"), new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE});

        assertThatThrownBy(() -> TaskScan.classesIn(folder))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll("TURNOUT-0423", "Half.class", "Nothing was started");
    }

    private void copy(Class<?> type) throws Exception {
        Path file = folder.resolve(resource(type));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(type));
    }

    private static byte[] bytes(Class<?> type) throws Exception {
        try (InputStream in = type.getClassLoader().getResourceAsStream(resource(type))) {
            return in.readAllBytes();
        }
    }

    private static String resource(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    static class Base {
        @AsyncTask
        CompletionStage<Void> workAsync() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Heir extends Base {}

    interface Contract {
        @AsyncTask
        default CompletionStage<Void> workAsync() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Kept implements Contract {}

    static class Plain {
        CompletionStage<Void> workAsync() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Explosive {
        static final Object LOADED = explode();

        private static Object explode() {
            throw new AssertionError("this class was initialised");
        }

        @AsyncTask
        CompletionStage<Void> workAsync() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
