// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The guide says what is: its settings can be loaded, and its table is that of the metadata. */
class SpringGuideTest {
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(turnout\\.worker\\.[a-z-]+)` \\| (?:`([^`]*)`)?");

    private final String guide = read();

    @Test
    void theTableOfSettingsHasEveryPropertyWithItsDefault() throws IOException {
        Map<String, String> table = new HashMap<>();
        ROW.matcher(guide)
                .results()
                .forEach(row -> table.put(row.group(1), Objects.requireNonNullElse(row.group(2), "")));

        Map<String, String> defaults = defaults();
        defaults.put("turnout.worker.enabled", "false"); // by its condition
        assertThat(table).isEqualTo(defaults);
    }

    @Test
    void theFiguresOfTheFirstBlockAreTakenOver() {
        try (AnnotationConfigApplicationContext context = Contexts.boot(InMemoryQueue.create(), yaml(0))) {
            assertThat(context.getBean(WorkerOptions.class))
                    .returns(128, WorkerOptions::slots)
                    .returns(Duration.ofSeconds(20), WorkerOptions::drainTimeout)
                    .returns(4, options -> options.threadsOf("mail"));
        }
    }

    @Test
    void theSettingsOfTasksInTheSecondBlockAreTakenOver() {
        String settings = yaml(1).replace("com.acme.", TaskSettingsTest.class.getName() + "$");
        TaskRegistry tasks = TaskSettingsTest.tasks(settings.replace("Importer#load", "Mailer#cleanAsync"));

        TaskDefinition send = TaskSettingsTest.find(tasks, "send", "java.lang.String");
        assertThat(send.timeout()).contains(Duration.ofSeconds(30));
        assertThat(send.retry().retries()).isEqualTo(5);
        assertThat(send.retry().decide(new IllegalStateException(), 2, 0.5).delay())
                .contains(Duration.ofSeconds(6));
        assertThat(send.retry().decide(new IllegalArgumentException(), 1, 0.5).again())
                .isFalse();
        assertThat(TaskSettingsTest.find(tasks, "cleanAsync").timeout()).contains(Duration.ofMinutes(2));
    }

    private String yaml(int number) {
        List<String> blocks =
                YAML.matcher(guide).results().map(block -> block.group(1)).toList();
        return blocks.get(number);
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> all = new HashMap<>();
        try (InputStream file = Objects.requireNonNull(
                TurnoutProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            for (JsonNode property : new ObjectMapper().readTree(file).path("properties")) {
                String name = property.path("name").asText();
                if (name.startsWith("turnout.worker.")) {
                    all.put(name, property.path("defaultValue").asText());
                }
            }
        }
        return all;
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/spring.md"));
        } catch (IOException absent) {
            throw new IllegalStateException("docs/spring.md is not where it was", absent);
        }
    }
}
