// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Error Prone's check for results of futures that nobody looks at. It is a plugin of the compiler, so it needs sources: the
 * file of the class is taken from the sources jar and compiled against the released jar. It is run, not linked.
 */
final class ErrorProne extends ToolProcess {
    static final Coordinates CORE = Coordinates.of("com.google.errorprone:error_prone_core:2.42.0");
    private static final Pattern WARNING =
            Pattern.compile("([^ ]*\\.java):(\\d+): warning: \\[(FutureReturnValueIgnored|RxReturnValueIgnored)\\].*");
    private static final int MINUTES = 3;

    ErrorProne(Jars jars, Path work) {
        super(jars, work);
    }

    @Override
    public String name() {
        return "Error Prone FutureReturnValueIgnored (the file)";
    }

    @Override
    public Optional<Findings> on(Jar jar, Pair pair) {
        return jars.get(jar.coordinates().sources()).flatMap(sources -> {
            String type = pair.places().get(0).className();
            String file = type.replaceAll("\\$.*", "").replace('.', '/') + ".java";
            return compile(jar, sources.file(), file).map(lines -> at(jar, lines));
        });
    }

    private static Findings at(Jar jar, List<Integer> lines) {
        return new Findings() {
            @Override
            public int inAll() {
                return -1;
            }

            @Override
            public boolean at(Pair pair) {
                try (ClassFiles classes = new ClassFiles(jar.file(), List.of())) {
                    return lines.stream().anyMatch(line -> classes.isIn(pair.places(), line));
                }
            }
        };
    }

    /** The lines of its warnings; empty if the file does not compile. */
    private Optional<List<Integer>> compile(Jar jar, Path sources, String name) {
        Path folder = work.resolve(jar.coordinates().id()).toAbsolutePath();
        Path source = folder.resolve(name);
        try (JarFile file = new JarFile(sources.toFile())) {
            if (file.getEntry(name) == null) {
                return Optional.empty();
            }
            Files.createDirectories(source.getParent());
            try (InputStream in = file.getInputStream(file.getEntry(name))) {
                Files.write(source, in.readAllBytes());
            }
            Path log = folder.resolve("errorprone.log");
            int code = new Command(words(jar, source, folder)).run(log, MINUTES);
            return code == 0 ? Optional.of(lines(log)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> words(Jar jar, Path source, Path folder) {
        Jar core = released(CORE);
        List<String> words = new ArrayList<>(List.of(program("javac")));
        Stream.of("api", "file", "main", "model", "parser", "processing", "tree", "util")
                .map(name -> "-J--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED")
                .forEach(words::add);
        words.add("-J--add-opens=jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED");
        words.add("-J--add-opens=jdk.compiler/com.sun.tools.javac.comp=ALL-UNNAMED");
        words.addAll(
                List.of(
                        "-XDcompilePolicy=simple",
                        "--should-stop=ifError=FLOW",
                        "-XDaddTypeAnnotationsToSymbol=true",
                        "-proc:none",
                        "-Xmaxwarns",
                        "10000",
                        "-Xplugin:ErrorProne -XepDisableAllChecks -Xep:FutureReturnValueIgnored:WARN -Xep:RxReturnValueIgnored:WARN"));
        words.addAll(List.of("-d", folder.resolve("classes").toString()));
        words.addAll(List.of("-processorpath", path(core)));
        words.addAll(List.of("-classpath", path(jar), source.toString()));
        return words;
    }

    private static List<Integer> lines(Path log) throws IOException {
        List<Integer> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher warning = WARNING.matcher(line);
            if (warning.matches()) {
                lines.add(Integer.valueOf(warning.group(2)));
            }
        }
        return lines;
    }
}
