// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The profiles that are active, and which documents of a configuration are meant by them.
 *
 * @param names in their order; a later one goes before an earlier one
 */
record Profiles(List<String> names) {
    private static final String DEFAULT = "default";
    private static final List<String> CONDITIONS =
            List.of("spring.config.activate.on-profile", "spring.config.activate.onProfile", "spring.profiles");
    private static final List<String> PLATFORM =
            List.of("spring.config.activate.on-cloud-platform", "spring.config.activate.onCloudPlatform");

    /** As {@code spring.profiles.active} lists them; with none, it is the one called default. */
    static Profiles of(String list) {
        List<String> names = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new Profiles(names.isEmpty() ? List.of(DEFAULT) : names);
    }

    /** Whether a document holds. One for a cloud platform does not: nobody runs this command there. */
    boolean mean(Map<String, String> document) {
        return CONDITIONS.stream().allMatch(key -> !document.containsKey(key) || anyOf(document.get(key)))
                && PLATFORM.stream()
                        .allMatch(key -> document.getOrDefault(key, "none").equals("none"));
    }

    private boolean anyOf(String expression) {
        if (expression.contains("(")) {
            throw new AppSettings.CannotRead(
                    "TURNOUT-0652 the profile expression '" + expression
                            + "' is not understood here, so nobody can say whether"
                            + " its document holds. Nothing was done. Write it without parentheses, or name a file with --config.",
                    null);
        }
        return Arrays.stream(expression.split("[,|]")).anyMatch(this::allOf);
    }

    private boolean allOf(String expression) {
        return Arrays.stream(expression.split("&"))
                .map(String::strip)
                .allMatch(name ->
                        name.startsWith("!") ? !names.contains(name.substring(1).strip()) : names.contains(name));
    }
}
