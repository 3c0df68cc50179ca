// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A properties or YAML file as Spring Boot reads it: one document or several, each flat, in the order of the file. */
final class ConfigFile {
    /** What parts the documents of a properties file; at the beginning of a line. */
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^[#!]---[ \\t]*$");

    private ConfigFile() {}

    /** @throws AppSettings.CannotRead if it cannot be read */
    static List<Map<String, String>> documents(Path file) {
        try {
            String name = file.toString();
            return name.endsWith(".yml") || name.endsWith(".yaml") ? yaml(file) : properties(file);
        } catch (IOException | YAMLException | IllegalArgumentException failure) {
            throw new AppSettings.CannotRead(
                    "TURNOUT-0430 " + file + " cannot be read: " + reason(failure)
                            + ". Nothing was done. Mend it, or name another one with --config.",
                    failure);
        }
    }

    /** What YAML's reader says quotes the lines around the fault, and there may be a password in them. */
    private static String reason(Exception failure) {
        if (failure instanceof org.yaml.snakeyaml.error.MarkedYAMLException marked && marked.getProblemMark() != null) {
            return marked.getProblem() + ", line " + (marked.getProblemMark().getLine() + 1);
        }
        return String.valueOf(failure.getMessage());
    }

    private static List<Map<String, String>> properties(Path file) throws IOException {
        List<Map<String, String>> documents = new ArrayList<>();
        for (String part : SEPARATOR.split(Files.readString(file, StandardCharsets.ISO_8859_1), -1)) {
            Properties properties = new Properties();
            properties.load(new StringReader(part));
            Map<String, String> flat = new LinkedHashMap<>();
            properties.stringPropertyNames().forEach(name -> flat.put(name, properties.getProperty(name)));
            documents.add(flat);
        }
        return documents;
    }

    private static List<Map<String, String>> yaml(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Map<String, String>> documents = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(file)) {
            for (Object document : new Yaml(new SafeConstructor(options)).loadAll(in)) {
                Map<String, String> flat = new LinkedHashMap<>();
                flatten("", document, flat);
                documents.add(flat);
            }
        }
        return documents;
    }

    private static void flatten(String path, @Nullable Object node, Map<String, String> into) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(path.isEmpty() ? "" + key : path + "." + key, value, into));
        } else if (node instanceof List<?> list) {
            into.put(path, String.join(",", list.stream().map(String::valueOf).toList()));
        } else {
            into.put(path, node == null ? "" : String.valueOf(node));
        }
    }
}
