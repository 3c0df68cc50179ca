// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.task.TaskAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task's class file names of JobRunr. Java leaves an annotation out whose class it does not find, and says nothing of what a
 * body calls; the constants of the class file name both, so they are read as text: no need for a library that reads byte code.
 *
 * <p>That is by class, not by method: it may name a task too many. It names one too few where a body hands its context to another
 * class, which then asks.
 *
 * @param filters whether {@code @Job(jobFilters)} is in the class
 * @param context whether JobRunr's context is in the class
 * @param kept whether it asks JobRunr's context for what earlier attempts kept: steps ({@code runStepOnce}) or metadata
 */
public record TaskMarks(boolean filters, boolean context, boolean kept) {
    private static final String ANNOTATION = "Lorg/jobrunr/jobs/annotations/Job;";
    private static final String ATTRIBUTE = "jobFilters";
    private static final String CONTEXT = "org/jobrunr/jobs/context/JobContext";
    private static final List<String> KEPT = List.of("runStepOnce", "hasCompletedStep", "getMetadata");
    private static final List<String> OTHERS = List.of("java.", "org.jobrunr.");
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /**
     * Reads the class files that this thread's class loader, or ours, finds, of the task's class and of those from which it inherits; one
     * that is not found names nothing. For registered tasks only: it loads their class, if nobody has.
     */
    public static TaskMarks of(TaskAddress task) {
        return hierarchy(task.className()).stream()
                .map(TaskMarks::in)
                .reduce(
                        new TaskMarks(false, false, false),
                        (one, other) -> new TaskMarks(
                                one.filters || other.filters, one.context || other.context, one.kept || other.kept));
    }

    private static TaskMarks in(String className) {
        String text = constants(className.replace('.', '/') + ".class");
        boolean context = text.contains(CONTEXT);
        return new TaskMarks(
                text.contains(ANNOTATION) && text.contains(ATTRIBUTE),
                context,
                context && KEPT.stream().anyMatch(text::contains));
    }

    /** The class, those above it, and their interfaces; JobRunr's and the JDK's say nothing of a task. */
    private static Set<String> hierarchy(String className) {
        Set<String> names = new LinkedHashSet<>(List.of(className));
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            add(Class.forName(className, false, context == null ? TaskMarks.class.getClassLoader() : context), names);
        } catch (ClassNotFoundException | LinkageError notHere) {
            // its own file is all that can be looked at
        }
        names.removeIf(name -> OTHERS.stream().anyMatch(name::startsWith));
        return names;
    }

    private static void add(Class<?> type, Set<String> names) {
        names.add(type.getName());
        if (type.getSuperclass() != null) {
            add(type.getSuperclass(), names);
        }
        for (Class<?> above : type.getInterfaces()) {
            add(above, names);
        }
    }

    /** Why a worker without JobRunr could not run {@code task} as the legacy pool does. */
    static List<String> unfit(TaskAddress task) {
        TaskMarks marks = of(task);
        List<String> used = new ArrayList<>();
        if (marks.filters()) {
            used.add("@Job(jobFilters)");
        }
        if (marks.kept()) {
            used.add("JobContext's steps or metadata (runStepOnce, getMetadata)");
        }
        return used.stream()
                .map(what -> what + " in " + task.className()
                        + " cannot be honoured, because this worker has no JobRunr beside it")
                .toList();
    }

    private static String constants(String resource) {
        try (InputStream bytes = open(resource)) {
            return bytes == null ? "" : new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static @Nullable InputStream open(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        InputStream found = context == null ? null : context.getResourceAsStream(resource);
        return found == null ? TaskMarks.class.getClassLoader().getResourceAsStream(resource) : found;
    }
}
