// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an editor completes: every property that we read is described in the metadata of the archive that reads it. */
class SettingsMetadataTest {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Path ROOT = Path.of("../..");
    private static final Pattern PROPERTY = Pattern.compile("turnout\\.(?:worker|queue|legacy)\\.[a-z][a-z-]*[a-z]");

    @Test
    void everyPropertyThatCodeOrGuideNamesIsDescribed() throws IOException {
        Map<String, String> described = described();
        Set<String> named = new TreeSet<>();
        for (String source : List.of(
                "async-runtime/src/main/java",
                "bridge/core/src/main/java",
                "bridge/jobrunr/src/main/java",
                "bridge/jobrunr7/src/main/java",
                "bridge/jobrunr8/src/main/java",
                "MIGRATION.md",
                "docs")) {
            named.addAll(namedIn(ROOT.resolve(source)));
        }

        assertThat(named).contains("turnout.worker.enabled", "turnout.queue.layout", "turnout.legacy.pool");
        assertThat(described.keySet()).containsAll(named);
        assertThat(described)
                .allSatisfy((name, text) -> assertThat(text).as(name).endsWith("."));
    }

    private static Map<String, String> described() throws IOException {
        Map<String, String> all = new HashMap<>();
        for (URL file :
                Collections.list(SettingsMetadataTest.class.getClassLoader().getResources(METADATA))) {
            for (JsonNode property : new ObjectMapper().readTree(file).path("properties")) {
                String name = property.path("name").asText();
                if (name.startsWith("turnout.")) {
                    all.put(name, property.path("description").asText());
                }
            }
        }
        return all;
    }

    private static Set<String> namedIn(Path place) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                PROPERTY.matcher(Files.readString(file)).results().forEach(match -> names.add(match.group()));
            }
        }
        return names;
    }
}
