// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the tests of released libraries and prints what of their waits the rules find: {@code rules/oracle-libraries.sh}.
 *
 * <p>Arguments: the directory with one directory a library, whether to judge what the last run saw, the ids.
 */
public final class LibraryOracle {
    private static final Pattern SUCCESSFUL = Pattern.compile(":: SUCCESSFUL|\\[\\s*(\\d+) tests successful");
    private static final Pattern FAILED = Pattern.compile(":: FAILED|\\[\\s*(\\d+) tests failed");

    private final Path work;
    private final boolean kept;

    private LibraryOracle(Path work, boolean kept) {
        this.work = work;
        this.kept = kept;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        LibraryOracle oracle = new LibraryOracle(Path.of(args[0]), Boolean.parseBoolean(args[1]));
        List<String> ids = Arrays.asList(args).subList(2, args.length);
        List<LibraryResult> results = new ArrayList<>();
        for (Library library : Library.all()) {
            if (ids.contains(library.id())) {
                results.add(oracle.run(library));
                System.out.println(results.get(results.size() - 1).headline());
            }
        }
        System.out.println(LibraryResult.table(results, Judgement.all()));
    }

    private LibraryResult run(Library library) throws IOException, InterruptedException {
        Path directory = work.resolve(library.id());
        List<Path> classPath = Library.classPath(directory);
        List<Path> checked = library.checkedIn(classPath);
        Path tests = library.testsIn(classPath);
        try (Code code = Code.of(checked, classPath)) {
            OracleRun run = OracleRun.of(
                            classPath,
                            SuiteMain.class.getName(),
                            "execute",
                            "--scan-classpath=" + tests,
                            "--include-classname=" + library.include(),
                            "--exclude-classname=" + library.exclude(),
                            "--details=testfeed",
                            "--disable-ansi-colors",
                            "--disable-banner")
                    .hound(Hound.AUGMENTED)
                    .scope(code.classes())
                    .option("-Xmx2g")
                    .within(library.limit());
            OracleRun.Outcome outcome = kept ? run.read(directory) : run.run(directory);
            List<Path> others =
                    classPath.stream().filter(path -> !path.equals(tests)).toList();
            LibraryResult result = judge(
                    library,
                    code,
                    Rules.check(checked, others),
                    outcome,
                    Recall.classesIn(Library.helpersIn(classPath)));
            Files.writeString(directory.resolve("report.txt"), result.details());
            return result;
        }
    }

    private static LibraryResult judge(
            Library library, Code code, Report report, OracleRun.Outcome outcome, Set<String> tests) {
        AsyncStack stacks = new AsyncStack(code, tests::contains);
        Map<Noise, Integer> noise = new EnumMap<>(Noise.class);
        Map<AsyncStack.Kind, Integer> kinds = new EnumMap<>(AsyncStack.Kind.class);
        List<Hit> async = new ArrayList<>();
        Map<String, Integer> others = new TreeMap<>();
        for (Hit hit : outcome.hits()) {
            Optional<AsyncStack.Path> path = stacks.pathOf(hit);
            if (path.isEmpty()) {
                others.merge(stacks.described(hit), 1, Integer::sum);
                continue;
            }
            Optional<Noise> why = Noise.of(hit, path.get(), tests::contains);
            if (why.isPresent()) {
                noise.merge(why.get(), 1, Integer::sum);
                continue;
            }
            kinds.merge(path.get().kind(), 1, Integer::sum);
            async.add(new Hit(
                    hit.source(),
                    hit.call(),
                    hit.thread(),
                    hit.stack().subList(0, path.get().entry() + 1),
                    hit.times()));
        }
        return new LibraryResult(
                library,
                number(SUCCESSFUL, outcome.output()),
                number(FAILED, outcome.output()),
                code.stageMethods(),
                outcome.dropped(),
                others,
                new HashMap<>(noise),
                new HashMap<>(kinds),
                Recall.of(report, async, code.classes()::contains));
    }

    /** What the summary says; a run that was ended has none, then its lines are counted. */
    private static int number(Pattern pattern, String output) {
        int lines = 0;
        Matcher matcher = pattern.matcher(output);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                return Integer.parseInt(matcher.group(1));
            }
            lines++;
        }
        return lines;
    }
}
