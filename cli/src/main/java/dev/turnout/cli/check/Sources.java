// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import dev.turnout.rules.Frame;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the source file of a class. A class file names it without its folder, and code hosts need the folder. */
public final class Sources {
    private static final List<String> USUAL =
            List.of("src/main/java", "src/main/kotlin", "src/main/resources", "src/test/java");

    /** How far above a folder of classes its project may begin: {@code build/classes/java/main} is four below. */
    private static final int LEVELS = 5;

    private final Path here;
    private final List<Path> roots;

    private Sources(Path here, List<Path> roots) {
        this.here = here;
        this.roots = roots;
    }

    /**
     * @param named source folders; may be empty
     * @param classes folders of classes; the usual source folders of their projects are looked into, too
     */
    public static Sources of(List<Path> named, List<Path> classes) {
        return of(Path.of("").toAbsolutePath(), named, classes);
    }

    /** The same, as if {@code here} were the working directory. */
    static Sources of(Path here, List<Path> named, List<Path> classes) {
        List<Path> roots = new ArrayList<>();
        named.forEach(root -> roots.add(root.toAbsolutePath().normalize()));
        classes.forEach(folder -> roots.addAll(besides(folder.toAbsolutePath().normalize())));
        return new Sources(here, roots);
    }

    private static List<Path> besides(Path classes) {
        Path project = classes;
        for (int level = 0; level < LEVELS && project != null; level++) {
            Path at = project;
            List<Path> found =
                    USUAL.stream().map(at::resolve).filter(Files::isDirectory).toList();
            if (!found.isEmpty()) {
                return found;
            }
            project = project.getParent();
        }
        return List.of();
    }

    /**
     * The file with slashes, from the working directory if it lies below; where it is not found, the folder of the
     * package and the name of the file.
     */
    String name(Frame frame) {
        String inRoot = inRoot(frame);
        return find(inRoot)
                .map(path -> path.startsWith(here) ? here.relativize(path) : path)
                .map(path -> path.toString().replace(File.separatorChar, '/'))
                .orElse(inRoot);
    }

    /**
     * The file with slashes, from the top of the checkout if it lies in one; absent where there is no such source. A code
     * host takes no other name.
     */
    Optional<String> inCheckout(Frame frame) {
        return find(inRoot(frame)).map(path -> {
            Path top = checkout();
            return (path.startsWith(top) ? top.relativize(path) : path)
                    .toString()
                    .replace(File.separatorChar, '/');
        });
    }

    private Path checkout() {
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return at;
            }
        }
        return here;
    }

    /** The lines around that of {@code frame}, numbered; empty where there is no source. */
    List<Line> around(Frame frame, int before, int after) {
        Optional<Path> file = find(inRoot(frame));
        if (file.isEmpty() || frame.line() == 0) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file.get())) {
            int first = Math.max(1, frame.line() - before);
            List<String> texts = lines.skip(first - 1L)
                    .limit(frame.line() - first + 1L + after)
                    .toList();
            List<Line> all = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                all.add(new Line(first + i, texts.get(i)));
            }
            return all;
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return List.of(); // a page without the excerpt says all that is needed
        }
    }

    /** A line of a file. */
    record Line(int number, String text) {}

    private Optional<Path> find(String inRoot) {
        return roots.stream()
                .map(root -> root.resolve(inRoot))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** {@code com/acme/Shop.java}; for a finding about the check itself, the file of the class or resource it names. */
    private static String inRoot(Frame frame) {
        String named = frame.className();
        if (named.equals(frame.fileName())) {
            String type = named.split("#", 2)[0];
            return type.contains("/") || type.contains(" ")
                    ? type
                    : outermost(type).replace('.', '/') + ".java";
        }
        int end = named.lastIndexOf('.');
        return named.substring(0, end + 1).replace('.', '/')
                + (frame.fileName().equals("?") ? outermost(named.substring(end + 1)) + ".java" : frame.fileName());
    }

    private static String outermost(String type) {
        int inner = type.indexOf('$', 1);
        return inner < 0 ? type : type.substring(0, inner);
    }
}
