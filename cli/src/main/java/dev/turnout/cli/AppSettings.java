// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application's configuration says, from properties and YAML files in Spring Boot's order: as far as it says it in plain
 * values. {@code ${NAME:default}} is replaced from the same settings and from the environment; names are matched as loosely as
 * Spring Boot does, {@code tablePrefix} is {@code table-prefix}. Whatever else a framework would do, such as {@code
 * spring.config.import}, is not done.
 */
final class AppSettings {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:{}]+)(?::([^{}]*))?}");
    private static final int DEEPEST = 10;
    private static final String ACTIVE = "spring.profiles.active";

    /** Weakest first; what lies outside the jar goes before what lies in it, whatever the profile. */
    private static final List<List<String>> FOLDERS =
            List.of(List.of("src/main/resources", "src/main/resources/config"), List.of(".", "config"));

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".properties");

    private final Map<String, String> values = new HashMap<>();
    private final UnaryOperator<@Nullable String> environment;
    private boolean environmentGoesFirst;

    /** @param environment gives the value of a variable, or null */
    AppSettings(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Reads {@code application.properties}, {@code .yml} or {@code .yaml} of a folder, in it, in its {@code config} and in its {@code
     * src/main/resources}, and {@code application-<profile>} of the active profiles. Variables of the environment, as {@code
     * SPRING_DATA_REDIS_HOST}, go before all of them.
     *
     * @param profile empty for those that the environment or the files activate
     * @throws CannotRead if one of them cannot be read
     */
    void readFolder(Path folder, Optional<String> profile) {
        environmentGoesFirst = true;
        Profiles active = active(
                profile,
                FOLDERS.stream()
                        .flatMap(group -> files(folder, group, "application"))
                        .toList());
        for (List<String> group : FOLDERS) {
            files(folder, group, "application").forEach(file -> read(file, active));
            for (String name : active.names()) {
                files(folder, group, "application-" + name).forEach(file -> read(file, active));
            }
        }
    }

    /** Reads one file, which goes before the environment. @throws CannotRead if it cannot be read */
    void readFile(Path file, Optional<String> profile) {
        read(file, active(profile, List.of(file)));
    }

    private static Stream<Path> files(Path folder, List<String> places, String name) {
        return places.stream()
                .flatMap(place ->
                        ENDINGS.stream().map(ending -> folder.resolve(place).resolve(name + ending)))
                .filter(Files::isRegularFile);
    }

    private Profiles active(Optional<String> given, List<Path> files) {
        if (given.isPresent()) {
            return Profiles.of(given.get());
        }
        Profiles none = Profiles.of("");
        files.forEach(file -> read(file, none));
        Profiles active =
                Profiles.of(fromEnvironment(ACTIVE).or(() -> value(ACTIVE)).orElse(""));
        values.clear();
        return active;
    }

    private void read(Path file, Profiles active) {
        for (Map<String, String> document : ConfigFile.documents(file)) {
            if (active.mean(document)) {
                document.forEach((key, value) -> values.put(loose(key), value));
            }
        }
    }

    private static String loose(String key) {
        return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** The first of these keys that has a value. */
    Optional<String> first(String... keys) {
        for (String key : keys) {
            Optional<String> found = (environmentGoesFirst ? fromEnvironment(key) : Optional.<String>empty())
                    .or(() -> value(key))
                    .filter(text -> !text.isBlank());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> value(String key) {
        String name = loose(key);
        String said = values.containsKey(name) ? values.get(name) : joined(name);
        return Optional.ofNullable(said).filter(text -> !text.isBlank()).map(text -> resolved(text.strip(), DEEPEST));
    }

    /** A list that stands in the file entry by entry. */
    private @Nullable String joined(String name) {
        List<String> entries = new ArrayList<>();
        while (values.containsKey(name + "[" + entries.size() + "]")) {
            entries.add(values.get(name + "[" + entries.size() + "]"));
        }
        return entries.isEmpty() ? null : String.join(",", entries);
    }

    private Optional<String> fromEnvironment(String key) {
        String upper = key.toUpperCase(Locale.ROOT).replace('.', '_');
        return Stream.of(upper.replace("-", ""), upper.replace('-', '_'))
                .map(environment)
                .filter(said -> said != null && !said.isBlank())
                .findFirst()
                .map(said -> resolved(said.strip(), DEEPEST));
    }

    private String resolved(String text, int deepest) {
        Matcher found = PLACEHOLDER.matcher(text);
        if (deepest == 0 || !found.find()) {
            return text;
        }
        String name = found.group(1);
        String value = Optional.ofNullable(environment.apply(name))
                .or(() -> Optional.ofNullable(values.get(loose(name))))
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
