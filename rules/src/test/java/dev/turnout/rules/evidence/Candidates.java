// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What could be read for the silent list: classes with enough async methods, and how much the rules say of each. */
final class Candidates {
    private final Jars jars;
    private final PrintStream out;

    Candidates(Jars jars, PrintStream out) {
        this.jars = jars;
        this.out = out;
    }

    void print(Path file) {
        List<Coordinates> all = Sheet.read(file, List.of("artifact", "version")).rows().stream()
                .map(row -> Coordinates.of(row.get("artifact"), row.get("version")))
                .toList();
        jars.resolve(all);
        Checks checks = Checks.ofJars();
        for (Coordinates one : all) {
            Optional<Jar> jar = jars.get(one);
            jar.flatMap(checks::of)
                    .ifPresentOrElse(report -> print(jar.orElseThrow(), report), () -> out.println(one + ": -"));
        }
    }

    private void print(Jar jar, Report report) {
        try (ClassFiles classes = new ClassFiles(jar.file(), jar.classPath())) {
            Map<String, Long> methods = classes.asyncMethodsByClass();
            for (String name : new TreeSet<>(methods.keySet())) {
                Place.Pattern pattern = new Place.Pattern(name);
                if (methods.get(name) >= Silent.FEWEST) {
                    out.printf(
                            "%s %s %d async methods, %d findings above info%n",
                            jar.coordinates(),
                            name,
                            methods.get(name),
                            Silent.aboveInfo(report, pattern).size());
                }
            }
        }
    }
}
