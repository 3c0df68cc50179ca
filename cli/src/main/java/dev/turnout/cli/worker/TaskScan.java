// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.runtime.task.AsyncTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the classes of a jar or folder that have tasks, by reading class files: nothing is loaded, no initialiser runs, and
 * a class whose libraries are missing is read as well. A class that inherits an annotated method has that task too, under
 * its own name.
 */
final class TaskScan {
    private static final String ANNOTATION = Type.getDescriptor(AsyncTask.class);
    private static final String CLASS = ".class";
    private static final String RELEASES = "META-INF/";

    private final Map<String, List<String>> parents = new HashMap<>();
    private final Set<String> annotated = new HashSet<>();

    private TaskScan() {}

    /**
     * Names of the classes in {@code app}, in order of the alphabet.
     *
     * @throws Refused if a file cannot be read as a class
     */
    static List<String> classesIn(Path app) throws IOException, Refused {
        TaskScan scan = new TaskScan();
        if (Files.isDirectory(app)) {
            scan.folder(app);
        } else {
            scan.jar(app);
        }
        return scan.parents.keySet().stream()
                .filter(scan::hasTasks)
                .map(name -> name.replace('/', '.'))
                .sorted()
                .toList();
    }

    private void folder(Path root) throws IOException, Refused {
        for (Path file : FilesUnder.in(root).keySet()) {
            if (isClass(root.relativize(file).toString())) {
                read(Files.readAllBytes(file), file.toString());
            }
        }
    }

    private void jar(Path file) throws IOException, Refused {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (Iterator<JarEntry> entries = jar.entries().asIterator(); entries.hasNext(); ) {
                JarEntry entry = entries.next();
                if (isClass(entry.getName())) {
                    try (InputStream bytes = jar.getInputStream(entry)) {
                        read(bytes.readAllBytes(), file + "!/" + entry.getName());
                    }
                }
            }
        }
    }

    /** Not those of single releases, which only repeat what the others declare. */
    private static boolean isClass(String name) {
        return name.endsWith(CLASS) && !name.startsWith(RELEASES) && !name.endsWith("module-info" + CLASS);
    }

    private void read(byte[] bytes, String place) throws Refused {
        try {
            new ClassReader(bytes)
                    .accept(new Finder(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (RuntimeException unreadable) { // ASM throws what comes: bounds, illegal arguments
            throw new Refused(
                    "TURNOUT-0423 " + place + " cannot be read as a class: " + unreadable
                            + ". Nothing was started. Is it being written just now, or of a newer Java than this command"
                            + " knows?",
                    unreadable);
        }
    }

    private boolean hasTasks(String type) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (annotated.contains(next)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(parents.getOrDefault(next, List.of()));
            }
        }
        return false;
    }

    /** Notes one class: what it extends, and whether a method carries the annotation. */
    private final class Finder extends ClassVisitor {
        private String name = "";

        Finder() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String own,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            name = own;
            List<String> above = new ArrayList<>();
            if (superName != null) {
                above.add(superName);
            }
            if (interfaces != null) {
                above.addAll(Arrays.asList(interfaces));
            }
            parents.put(own, above);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
                    if (type.equals(ANNOTATION)) {
                        annotated.add(name);
                    }
                    return null;
                }
            };
        }
    }
}
