// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import dev.turnout.rules.Frame;
import dev.turnout.rules.Report;
import dev.turnout.rules.Violation;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the rules found of what really waited.
 *
 * <p>The unit is (entry, sink): the outermost and the innermost frame of a stack that lie in the code that was checked. A
 * place is found if some finding about waiting stands in the same method as the sink; the body of a lambda belongs to the
 * method around it.
 *
 * @param places what really waited, each once
 * @param outside hits without any frame in the code that was checked
 */
public record Recall(List<Place> places, long outside) {
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");
    private static final String CLASS_INIT = "TRN903";
    private static final Set<String> NO_WAITS = Set.of("TRN102");
    private static final Set<String> WAITS = Set.of(
            "TRN407", "TRN409", "TRN603", "TRN604", "TRN703", "TRN704", "TRN901", "TRN902", CLASS_INIT, "TRN904");

    /**
     * A place that waited.
     *
     * @param entry outermost frame in the checked code, as {@code com.acme.T.a}
     * @param sink innermost frame in the checked code
     * @param hits all that were seen there
     * @param findings about waiting, in the method of {@code sink}
     */
    public record Place(String entry, StackTraceElement sink, List<Hit> hits, List<Violation> findings) {
        public Place {
            hits = List.copyOf(hits);
            findings = List.copyOf(findings);
        }

        public boolean found() {
            return !findings.isEmpty();
        }

        /** Found, and it fails a check without any settings. */
        public boolean foundAtTheGate() {
            return findings.stream().anyMatch(Violation::fails);
        }

        /** Whether a finding names the line as well. */
        public boolean foundOnItsLine() {
            return findings.stream().anyMatch(v -> v.place().line() == sink.getLineNumber());
        }

        /** Whether the path of some finding can be read in the stack: each of its frames, in this order. */
        public boolean pathExists() {
            return findings.stream().anyMatch(v -> hits.stream().anyMatch(hit -> isIn(v.path(), hit.stack())));
        }

        private static boolean isIn(List<Frame> path, List<StackTraceElement> stack) {
            int next = path.size() - 1;
            for (int i = 0; i < stack.size() && next >= 0; i++) {
                Frame step = path.get(next);
                if (step.className().equals(stack.get(i).getClassName())
                        && step.methodName().equals(methodOf(stack.get(i)))) {
                    next--;
                }
            }
            return next < 0;
        }

        @Override
        public String toString() {
            return hits.get(0).call() + " (" + hits.get(0).source() + ") at " + sink + ", from " + entry;
        }
    }

    public Recall {
        places = List.copyOf(places);
    }

    /**
     * Joins both.
     *
     * @param scope names of the classes that were checked, as {@link #classesIn} gives them
     */
    public static Recall of(Report report, Collection<Hit> hits, Predicate<String> scope) {
        Map<String, List<Hit>> places = new TreeMap<>();
        long outside = 0;
        for (Hit hit : hits) {
            List<StackTraceElement> frames = inScope(hit, scope);
            if (frames.isEmpty()) {
                outside++;
                continue;
            }
            String place = nameOf(frames.get(frames.size() - 1)) + " " + nameOf(frames.get(0)) + ":"
                    + frames.get(0).getLineNumber();
            places.computeIfAbsent(place, first -> new ArrayList<>()).add(hit);
        }
        return new Recall(
                places.values().stream().map(same -> place(report, same, scope)).toList(), outside);
    }

    private static List<StackTraceElement> inScope(Hit hit, Predicate<String> scope) {
        return hit.stack().stream()
                .filter(frame -> scope.test(frame.getClassName()))
                .toList();
    }

    private static Place place(Report report, List<Hit> hits, Predicate<String> scope) {
        List<StackTraceElement> frames = inScope(hits.get(0), scope);
        List<Violation> findings = hits.stream()
                .flatMap(hit -> findings(report, inScope(hit, scope)).stream())
                .distinct()
                .toList();
        return new Place(nameOf(frames.get(frames.size() - 1)), frames.get(0), hits, findings);
    }

    /** About the wait itself; or about the class that is initialised and waits, where it is first used. */
    private static List<Violation> findings(Report report, List<StackTraceElement> inScope) {
        List<Violation> found = new ArrayList<>(at(report, inScope.get(0)));
        for (int i = 0; i + 1 < inScope.size(); i++) {
            if (inScope.get(i).getMethodName().equals("<clinit>")) {
                at(report, inScope.get(i + 1)).stream()
                        .filter(v -> v.rule().id().equals(CLASS_INIT))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static List<Violation> at(Report report, StackTraceElement frame) {
        return report.violations().stream()
                .filter(v -> isAboutWaiting(v.rule().id()))
                .filter(v -> v.place().className().equals(frame.getClassName())
                        && (v.place().methodName().equals(methodOf(frame)) || isNestedThere(frame, v.place())))
                .toList();
    }

    /** Compilers before Java 9 do not write around which method a lambda in a lambda is; then the line tells. */
    private static boolean isNestedThere(StackTraceElement frame, Frame place) {
        return frame.getMethodName().startsWith("lambda$null$") && frame.getLineNumber() == place.line();
    }

    private static boolean isAboutWaiting(String rule) {
        return (rule.charAt(3) <= '3' && !NO_WAITS.contains(rule)) || WAITS.contains(rule);
    }

    /** The method in the source: for the body of a lambda, the one around it. */
    static String methodOf(StackTraceElement frame) {
        Matcher lambda = LAMBDA.matcher(frame.getMethodName());
        return lambda.matches() ? lambda.group(1) : frame.getMethodName();
    }

    private static String nameOf(StackTraceElement frame) {
        return frame.getClassName() + "." + methodOf(frame);
    }

    /** Binary names of all classes in {@code roots}, directories or jars. */
    public static Set<String> classesIn(List<Path> roots) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                collect(root, names);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(root)) {
                    collect(jar.getPath("/"), names);
                }
            }
        }
        return names;
    }

    private static void collect(Path root, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .forEach(names::add);
        }
    }

    public long found() {
        return places.stream().filter(Place::found).count();
    }

    public long foundAtTheGate() {
        return places.stream().filter(Place::foundAtTheGate).count();
    }

    public List<Place> missed() {
        return places.stream().filter(place -> !place.found()).toList();
    }

    /** A line with the figures. */
    public String summary() {
        return "%d places waited; the rules found %d (%s), at the default gate %d (%s); on the same line %d; path seen in the stack %d; %d hits outside of the checked code"
                .formatted(
                        places.size(),
                        found(),
                        share(found()),
                        foundAtTheGate(),
                        share(foundAtTheGate()),
                        places.stream().filter(Place::foundOnItsLine).count(),
                        places.stream().filter(Place::pathExists).count(),
                        outside);
    }

    private String share(long part) {
        return Optional.of(places.size())
                .filter(all -> all > 0)
                .map(all -> "%.1f %%".formatted(100.0 * part / all))
                .orElse("-");
    }
}
