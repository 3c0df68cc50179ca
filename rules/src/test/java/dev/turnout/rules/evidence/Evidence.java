// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@code rules/evidence.sh VERB}: prints one table of {@code rules/RESULTS.md}. */
public final class Evidence {
    private static final Path DATA = Path.of("src", "test", "resources", "evidence");
    private static final Path HOME = Path.of("target", "evidence");

    private Evidence() {}

    /** @param args a verb and its options; see {@code rules/evidence.sh} */
    public static void main(String[] args) {
        List<String> words = Arrays.asList(args);
        System.exit(run(words.isEmpty() ? "" : words.get(0), words.subList(Math.min(1, words.size()), words.size())));
    }

    private static int run(String verb, List<String> rest) {
        Jars jars = new Jars(HOME.resolve("jars"));
        return switch (verb) {
            case "silent" ->
                new Silent(jars, System.out).print(file(rest, "silent.csv"), rest.contains("--findings")) ? 0 : 1;
            default -> {
                System.err.println("evidence: '" + verb + "' is none of fixes, split, tools, silent, sample, judged");
                yield 2;
            }
        };
    }

    private static Path file(List<String> rest, String name) {
        return rest.stream()
                .filter(word -> !word.startsWith("--"))
                .findFirst()
                .map(Path::of)
                .orElse(DATA.resolve(name));
    }
}
