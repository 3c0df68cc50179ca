// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.task.TaskAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whether a task's class asks for JobRunr's job filters, for a worker that has no JobRunr. Java leaves an annotation out
 * whose class it does not find, so the class file is read: its constants name {@code @Job} and {@code jobFilters}. That
 * is by class, not by method: it may refuse a task too many, never one too few.
 */
final class FilterMarks {
    private static final String ANNOTATION = "Lorg/jobrunr/jobs/annotations/Job;";
    private static final String ATTRIBUTE = "jobFilters";
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private FilterMarks() {}

    static List<String> of(TaskAddress task) {
        String text = constants(task.className().replace('.', '/') + ".class");
        return text.contains(ANNOTATION) && text.contains(ATTRIBUTE)
                ? List.of("@Job(jobFilters) in " + task.className()
                        + " cannot be honoured, because this worker has no JobRunr beside it")
                : List.of();
    }

    private static String constants(String resource) {
        try (InputStream bytes = open(resource)) {
            return bytes == null ? "" : new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static @org.jspecify.annotations.Nullable InputStream open(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        InputStream found = context == null ? null : context.getResourceAsStream(resource);
        return found == null ? FilterMarks.class.getClassLoader().getResourceAsStream(resource) : found;
    }
}
