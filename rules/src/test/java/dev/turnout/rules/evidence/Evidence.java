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
        Jars jars = new Jars(HOME.resolve("jars"), Companions.read(DATA.resolve("class-path.csv")));
        return switch (verb) {
            case "fixes" -> fixes(jars, rest);
            case "sample" -> sample(jars, rest);
            case "judged" -> judged(jars, rest);
            case "tools" -> tools(jars, rest);
            case "split" -> split(rest);
            case "silent" ->
                new Silent(jars, System.out).print(file(rest, "silent.csv"), rest.contains("--findings")) ? 0 : 1;
            case "sources" -> sources(jars, file(rest, "judged-jars.csv"));
            case "candidates" -> {
                new Candidates(jars, System.out).print(file(rest, "silent.csv"));
                yield 0;
            }
            default -> {
                System.err.println("evidence: '" + verb
                        + "' is none of fixes, tools, silent, judged, sample, sources, split, candidates");
                yield 2;
            }
        };
    }

    private static int fixes(Jars jars, List<String> rest) {
        new FixPairs(jars, System.out).print(pairs(rest), rest.contains("--findings"));
        return 0;
    }

    private static int tools(Jars jars, List<String> rest) {
        new Rivals(jars, HOME, System.out, rest.contains("--quick")).print(pairs(rest));
        return 0;
    }

    /** The first name is the list of jars, the second the file to write. */
    private static int sample(Jars jars, List<String> rest) {
        List<Path> files = rest.stream()
                .filter(word -> !word.startsWith("--"))
                .map(Path::of)
                .toList();
        int number = Integer.parseInt(option(rest, "--number=", "200"));
        long seed = Long.parseLong(option(rest, "--seed=", "5"));
        new Sample(jars, System.out).draw(files.get(0), number, seed).write(files.get(1));
        return 0;
    }

    private static int judged(Jars jars, List<String> rest) {
        List<Judged> judged = Sheet.read(file(rest, "judged.csv"), Judged.COLUMNS).rows().stream()
                .map(Judged::of)
                .toList();
        if (rest.contains("--findings")) {
            new ForJudges(System.out).print(judged, jars);
        } else {
            new Precision(System.out).print(Precision.compare(judged, jars));
        }
        return 0;
    }

    private static int sources(Jars jars, Path file) {
        List<Coordinates> all = Sheet.read(file, List.of("artifact", "version")).rows().stream()
                .map(row ->
                        Coordinates.of(row.get("artifact"), row.get("version")).sources())
                .toList();
        jars.resolve(all);
        all.forEach(one -> System.out.println(
                one + " " + jars.get(one).map(jar -> jar.file().toString()).orElse("-")));
        return 0;
    }

    private static List<Pair> pairs(List<String> rest) {
        String half = option(rest, "--half=", "");
        return Sheet.read(file(rest, "fixes.csv"), Pair.COLUMNS).rows().stream()
                .map(Pair::of)
                .filter(pair -> half.isEmpty() || pair.half().equals(half))
                .toList();
    }

    /** The last name is the file to write. */
    private static int split(List<String> rest) {
        List<Path> files = rest.stream().map(Path::of).toList();
        Sheet all = Split.of(files.subList(0, files.size() - 1).stream()
                .map(file -> Sheet.read(file, Pair.COLUMNS))
                .toList());
        all.write(files.get(files.size() - 1));
        for (String half : List.of(Split.BUILD, Split.BLIND)) {
            List<Pair> pairs = all.rows().stream()
                    .filter(row -> row.get("half").equals(half))
                    .map(Pair::of)
                    .filter(Pair::eligible)
                    .toList();
            System.out.printf(
                    "%s: %d eligible pairs from %d projects%n",
                    half,
                    pairs.size(),
                    pairs.stream().map(Pair::project).distinct().count());
        }
        return 0;
    }

    private static String option(List<String> rest, String name, String otherwise) {
        return rest.stream()
                .filter(word -> word.startsWith(name))
                .map(word -> word.substring(name.length()))
                .findFirst()
                .orElse(otherwise);
    }

    private static Path file(List<String> rest, String name) {
        return rest.stream()
                .filter(word -> !word.startsWith("--"))
                .findFirst()
                .map(Path::of)
                .orElse(DATA.resolve(name));
    }
}
