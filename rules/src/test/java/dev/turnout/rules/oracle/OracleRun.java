// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import dev.turnout.rules.blockhound.TurnoutIntegration;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import reactor.blockhound.BlockHound;

/**
 * Runs a main class in a JVM of its own, with BlockHound and the flight recorder, and gives each wait that they saw on the
 * threads that count.
 *
 * <pre>{@code
 * OracleRun.Outcome outcome = OracleRun.of(classPath, "org.junit.platform.console.ConsoleLauncher", "execute", ...)
 *         .threads(".*")
 *         .within(Duration.ofMinutes(3))
 *         .run(directory);
 * }</pre>
 */
public final class OracleRun {
    private static final String OUTPUT = "output.txt";

    private final List<Path> classPath;
    private final List<String> command;
    private final List<String> options = new ArrayList<>();
    private Path java = Path.of(System.getProperty("java.home"));
    private Hound hound = Hound.INSTALLED;
    private String throwing = "";
    private boolean recorded = true;
    private Pattern threads = Pattern.compile(".*");
    private Duration limit = Duration.ofMinutes(1);
    private Set<String> scope = Set.of();

    private OracleRun(List<Path> classPath, List<String> command) {
        this.classPath = List.copyOf(classPath);
        this.command = List.copyOf(command);
    }

    /** A run of {@code main} with {@code args}; all threads count, waits are recorded and go on, for one minute at most. */
    public static OracleRun of(List<Path> classPath, String main, String... args) {
        return new OracleRun(
                classPath, Stream.concat(Stream.of(main), Stream.of(args)).toList());
    }

    /** On the JDK in {@code home}, instead of the one that runs this. */
    public OracleRun java(Path home) {
        this.java = home;
        return this;
    }

    public OracleRun hound(Hound other) {
        this.hound = other;
        return this;
    }

    /** Only threads whose whole name fits; what others wait for is not seen. A thread is asked once, at its first wait. */
    public OracleRun threads(String pattern) {
        this.threads = Pattern.compile(pattern);
        return this;
    }

    /**
     * A wait that BlockHound sees ends with an error at once, so that nothing has to end it, if a class of such a name is
     * on the stack.
     */
    public OracleRun throwingFrom(String pattern) {
        this.throwing = pattern;
        return this;
    }

    /** Only stacks with one of these classes in them, cut behind it; threads lose their numbers. */
    public OracleRun scope(Set<String> classes) {
        this.scope = Set.copyOf(classes);
        return this;
    }

    /** Without the flight recorder. */
    public OracleRun unrecorded() {
        this.recorded = false;
        return this;
    }

    /** After that time the process ends by itself, with exit code 124, and what was seen counts. */
    public OracleRun within(Duration time) {
        this.limit = time;
        return this;
    }

    /** With another option for the JVM. */
    public OracleRun option(String option) {
        options.add(option);
        return this;
    }

    /**
     * What happened.
     *
     * @param exitCode of the process
     * @param output what it printed
     * @param hits each wait on a thread that counts
     * @param dropped how many more there were, of other places, than could be kept
     */
    public record Outcome(int exitCode, String output, List<Hit> hits, long dropped) {
        public Outcome {
            hits = List.copyOf(hits);
        }
    }

    /**
     * Runs, and waits for the end.
     *
     * @param directory exists; the run writes its files there
     * @throws IllegalStateException if the process wrote no result; the message holds what it printed
     */
    public Outcome run(Path directory) throws IOException, InterruptedException {
        if (!scope.isEmpty()) {
            Path names = Files.write(directory.resolve("scope.txt"), new TreeSet<>(scope));
            option("-D" + Cut.SCOPE + "=" + names);
        }
        Files.deleteIfExists(directory.resolve(OracleMain.HITS));
        Path output = directory.resolve(OUTPUT);
        Process process = new ProcessBuilder(commandLine(directory))
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the watched process does not end: " + Files.readString(output));
            }
        } finally {
            process.destroyForcibly();
        }
        return read(directory, process.exitValue());
    }

    /** What an earlier run of the same kind left in {@code directory}; its exit code is not known any more. */
    public Outcome read(Path directory) throws IOException {
        return read(directory, 0);
    }

    private Outcome read(Path directory, int exitCode) throws IOException {
        String printed = Files.readString(directory.resolve(OUTPUT));
        Path file = directory.resolve(OracleMain.HITS);
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    "the watched process ended with " + exitCode + " and without a result: " + printed);
        }
        List<Hit> hits = new ArrayList<>();
        long dropped = HitFile.read(file, hits);
        if (recorded) {
            Flight.read(directory.resolve(OracleMain.RECORDING), threads, cut(), hits);
        }
        return new Outcome(exitCode, printed, hits, dropped);
    }

    private Cut cut() {
        return scope.isEmpty() ? Cut.none() : Cut.to(scope);
    }

    private List<String> commandLine(Path directory) {
        List<String> line = new ArrayList<>(List.of(
                java.resolve("bin").resolve("java").toString(),
                "-XX:+AllowRedefinitionToAddDeleteMethods",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                "-XX:FlightRecorderOptions=stackdepth=256",
                "-XX:TieredStopAtLevel=1"));
        line.addAll(options);
        line.addAll(List.of(
                "-cp",
                Stream.concat(classPath.stream(), ours())
                        .distinct()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                OracleMain.class.getName(),
                directory.toString(),
                hound.name(),
                throwing,
                String.valueOf(recorded),
                threads.pattern(),
                String.valueOf(limit.toSeconds())));
        line.addAll(command);
        return line;
    }

    /** What the watched process needs of us. */
    private static Stream<Path> ours() {
        return Stream.of(OracleMain.class, TurnoutIntegration.class, BlockHound.class, NullMarked.class)
                .map(OracleRun::home);
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
