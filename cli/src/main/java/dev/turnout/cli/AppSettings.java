// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What an application's configuration says, from properties and YAML files: as far as it says it in plain values. {@code
 * ${NAME:default}} is replaced from the same settings and from the environment; whatever else a framework would do is not done.
 */
final class AppSettings {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:{}]+)(?::([^{}]*))?}");
    private static final int DEEPEST = 10;
    private static final List<String> FOLDERS = List.of("config", ".", "src/main/resources");
    private static final List<String> ENDINGS = List.of(".properties", ".yml", ".yaml");
    private static final String ON_PROFILE = "spring.config.activate.on-profile";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final UnaryOperator<@Nullable String> environment;

    /** @param environment gives the value of a variable, or null */
    AppSettings(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Reads {@code application.properties}, {@code .yml} or {@code .yaml} of a folder, in it, in its {@code config} and in its {@code
     * src/main/resources}; the first one that says something wins. With a profile, {@code application-<profile>} goes first.
     *
     * @throws CannotRead if one of them cannot be read
     */
    void readFolder(Path folder, Optional<String> profile) {
        List<String> names = profile.map(name -> List.of("application-" + name, "application"))
                .orElse(List.of("application"));
        for (String name : names) {
            for (String place : FOLDERS) {
                for (String ending : ENDINGS) {
                    Path file = folder.resolve(place).resolve(name + ending);
                    if (Files.isRegularFile(file)) {
                        readFile(file, profile);
                    }
                }
            }
        }
    }

    /** @throws CannotRead if it cannot be read */
    void readFile(Path file, Optional<String> profile) {
        try {
            if (file.toString().endsWith(".yml") || file.toString().endsWith(".yaml")) {
                readYaml(file, profile);
            } else {
                Properties properties = new Properties();
                try (InputStream in = Files.newInputStream(file)) {
                    properties.load(in);
                }
                properties
                        .stringPropertyNames()
                        .forEach(name -> values.putIfAbsent(name, properties.getProperty(name)));
            }
        } catch (IOException | YAMLException | IllegalArgumentException failure) {
            throw new CannotRead(
                    "TURNOUT-0430 " + file + " cannot be read: " + failure.getMessage()
                            + ". Nothing was done. Mend it, or name another one with --config.",
                    failure);
        }
    }

    private void readYaml(Path file, Optional<String> profile) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                Map<String, String> flat = new LinkedHashMap<>();
                flatten("", document, flat);
                String condition = flat.get(ON_PROFILE);
                if (condition == null || profile.isPresent() && condition.equals(profile.get())) {
                    flat.forEach(values::putIfAbsent);
                }
            }
        }
    }

    private static void flatten(String path, @Nullable Object node, Map<String, String> into) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(path.isEmpty() ? "" + key : path + "." + key, value, into));
        } else if (node instanceof List<?> list) {
            into.put(path, String.join(",", list.stream().map(String::valueOf).toList()));
        } else if (node != null) {
            into.put(path, String.valueOf(node));
        }
    }

    /** The first of these keys that has a value. */
    Optional<String> first(String... keys) {
        for (String key : keys) {
            String value = values.get(key);
            if (value != null && !value.isBlank()) {
                return Optional.of(resolved(value.strip(), DEEPEST)).filter(text -> !text.isBlank());
            }
        }
        return Optional.empty();
    }

    private String resolved(String text, int deepest) {
        Matcher found = PLACEHOLDER.matcher(text);
        if (deepest == 0 || !found.find()) {
            return text;
        }
        String name = found.group(1);
        String value = Optional.ofNullable(environment.apply(name))
                .or(() -> Optional.ofNullable(values.get(name)))
                .or(() -> Optional.ofNullable(found.group(2)))
                .orElseThrow(() -> new CannotRead(
                        "TURNOUT-0431 the configuration asks for ${" + name
                                + "}, which is not set. Nothing was done. Set it in the environment, or set TURNOUT_REDIS_URI.",
                        null));
        return resolved(text.substring(0, found.start()) + value + text.substring(found.end()), deepest - 1);
    }

    /** The configuration does not say where the queue is. */
    static final class CannotRead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotRead(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
