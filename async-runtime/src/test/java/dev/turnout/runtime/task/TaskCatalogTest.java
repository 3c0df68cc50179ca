// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskCatalogTest {
    private static final String NOTES = "dev.turnout.runtime.task.TaskCatalogTest$Notes";

    @TempDir
    Path folder = Path.of("");

    @Test
    void eachLineIsATask() throws IOException {
        List<TaskDefinition> tasks = read("""
                # what the recipes wrote
                %1$s#cleanUp(java.lang.String,long) = blocking
                %1$s#load()=blocking:db

                %1$s#processUrl(java.lang.String) = composed processUrlAsync
                """);

        assertThat(tasks)
                .extracting(task -> task.address().methodName() + " " + task.lane() + " " + task.pool() + " "
                        + task.method().getName())
                .containsExactly(
                        "cleanUp BLOCKING  cleanUp", "load BLOCKING db load", "processUrl COMPOSED  processUrlAsync");
        assertThat(tasks.get(2).retry().retries()).isEqualTo(3);
        assertThat(tasks.get(2).timeout()).contains(Duration.ofMinutes(2));
    }

    @Test
    void theAnnotationAndTheCatalogMayNameOneTask() throws IOException {
        List<TaskDefinition> both = new ArrayList<>(TaskRegistry.annotatedIn(Notes.class));
        both.addAll(read("%1$s#processUrl(java.lang.String) = composed processUrlAsync\n"));

        TaskRegistry registry = TaskRegistry.of(both);

        assertThat(registry.addresses())
                .extracting(TaskAddress::toString)
                .containsExactlyInAnyOrder(
                        NOTES + "#processUrl(java.lang.String)",
                        NOTES + "#aloneAsync(int)",
                        NOTES + "#run(java.lang.StringBuilder)");
    }

    @Test
    void twoLanesForOneTaskAreRefused() throws IOException {
        List<TaskDefinition> both = new ArrayList<>(TaskRegistry.annotatedIn(Notes.class));
        both.addAll(read("%1$s#processUrl(java.lang.String) = blocking\n"));

        assertThatThrownBy(() -> TaskRegistry.of(both))
                .hasMessageContaining("TURNOUT-0106")
                .hasMessageContaining("COMPOSED")
                .hasMessageContaining("BLOCKING");
    }

    @Test
    void oneTaskWithTwoSettingsIsRefusedWithBoth() {
        TaskDefinition task = TaskRegistry.annotatedIn(Notes.class).get(0);
        TaskDefinition other = task.retry(RetryPolicy.layout().retries(7)).timeout(Duration.ofSeconds(9));

        assertThatThrownBy(() -> TaskRegistry.of(List.of(task, other)))
                .hasMessageContaining("TURNOUT-0106")
                .hasMessageContaining("retries " + (task.retry().retries() < 0 ? "as the layout says" : 3))
                .hasMessageContaining("retries 7, time-out PT9S");
    }

    @Test
    void aSettingThatCannotBeReadIsNamedWithItsTaskAndItsMethod() {
        assertThatThrownBy(() -> TaskRegistry.annotated(Wordy.class))
                .hasMessageContaining("TURNOUT-0112 '2 minutes' is not a time")
                .hasMessageContaining("of task " + Wordy.class.getName() + "#send(int), by @AsyncTask on "
                        + Wordy.class.getName() + "#sendAsync");
        assertThatThrownBy(() -> TaskRegistry.annotated(Slowing.class))
                .hasMessageContaining("TURNOUT-0118")
                .hasMessageContaining(Slowing.class.getName() + "#aloneAsync()");
        assertThatThrownBy(() -> TaskRegistry.annotated(Negative.class))
                .hasMessageContaining("TURNOUT-0118 retry policy: retries is -7")
                .hasMessageContaining(Negative.class.getName() + "#aloneAsync()");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            %1$s#cleanUp(java.lang.String,long) = parallel        | TURNOUT-0102 | Write blocking
            %1$s#cleanUp(java.lang.String) = blocking             | TURNOUT-0105 | has no method cleanUp(java.lang.String)
            %1$s#processUrl(java.lang.String) = composed other    | TURNOUT-0105 | has no method other
            com.acme.Gone#work() = blocking                       | TURNOUT-0104 | class com.acme.Gone cannot be loaded
            cleanUp = blocking                                    | TURNOUT-0101 | is not a task address
            %1$s#hidden() = blocking                              | TURNOUT-0109 | private
            dev.turnout.runtime.task.TaskCatalogTest$Below#processUrl(java.lang.String) = composed processUrlAsync | TURNOUT-0660 | Override the twin too
            """)
    void aLineThatCannotBeUsedIsNamedWithFileLineAndNextStep(String line, String code, String words) {
        assertThatThrownBy(() -> read("# comment\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(words)
                .hasMessageContaining(TaskCatalog.RESOURCE + ":2");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void theVirtualLaneIsRefusedOnAnOlderJdkWithASentence() {
        assertThatThrownBy(() -> read("%1$s#load() = virtual\n"))
                .hasMessageContaining("TURNOUT-0107")
                .hasMessageContaining("JDK 21 or newer");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void theVirtualLaneIsThereOnANewerJdk() throws IOException {
        assertThat(read("%1$s#load() = virtual\n"))
                .extracting(TaskDefinition::lane)
                .containsExactly(Lane.VIRTUAL);
    }

    @Test
    void anUnknownTaskIsNotFound() {
        assertThat(TaskRegistry.annotated(Notes.class).find(TaskAddress.parse("com.acme.Foo#bar()")))
                .isEqualTo(Optional.empty());
    }

    private List<TaskDefinition> read(String lines) throws IOException {
        Path file = folder.resolve(TaskCatalog.RESOURCE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines.replace("%1$s", NOTES));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return TaskCatalog.read(loader);
        }
    }

    @SuppressWarnings("unused") // called by nobody
    static class Wordy {
        void send(int number) {}

        @AsyncTask(timeout = "2 minutes")
        CompletionStage<Void> sendAsync(int number) {
            throw new UnsupportedOperationException();
        }
    }

    @SuppressWarnings("unused") // called by nobody
    static class Slowing {
        @AsyncTask(backOff = "2s", backOffFactor = 0.5)
        CompletionStage<Void> aloneAsync() {
            throw new UnsupportedOperationException();
        }
    }

    @SuppressWarnings("unused") // called by nobody
    static class Negative {
        @AsyncTask(retries = -7)
        CompletionStage<Void> aloneAsync() {
            throw new UnsupportedOperationException();
        }
    }

    @SuppressWarnings("unused") // called by nobody
    static class Notes {
        void cleanUp(String what, long age) {}

        void load() {}

        void processUrl(String url) {}

        @AsyncTask(retries = 3, timeout = "2m")
        CompletionStage<Void> processUrlAsync(TaskContext context, String url) {
            throw new UnsupportedOperationException();
        }

        @AsyncTask
        CompletionStage<Void> aloneAsync(int number) {
            throw new UnsupportedOperationException();
        }

        void run(StringBuilder request) {}

        @AsyncTask
        CompletionStage<Void> runAsync(StringBuilder request) {
            throw new UnsupportedOperationException();
        }

        private void hidden() {}
    }

    /** A body of its own under the facade's name, and no twin for it. */
    static class Below extends Notes {
        @Override
        void processUrl(String url) {}
    }
}
