// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tasks that are listed in resources named {@value #RESOURCE}, one line a task:
 *
 * <pre>
 * com.acme.Cleaner#cleanUp(java.lang.String,long) = blocking
 * com.acme.Importer#load(long)                    = blocking:db
 * com.acme.Report#print()                         = virtual
 * com.acme.Notes#processUrl(java.lang.String)     = composed processUrlAsync
 * com.acme.Mailer#send(java.lang.String)          = blocking retries=5 timeout=30s backOff=2s
 * </pre>
 *
 * <p>Behind the lane may stand {@code retries}, {@code timeout}, {@code backOff}, {@code backOffFactor} and {@code
 * backOffLongest}, which mean what they mean in {@link AsyncTask}.
 *
 * <p>Classes are named by these resources, which ship with the application, never by a job.
 */
public final class TaskCatalog {
    /** Where each archive of the class path may list its tasks. */
    public static final String RESOURCE = "META-INF/turnout/tasks.properties";

    private TaskCatalog() {}

    /**
     * Reads all catalogs that {@code loader} sees, and loads the classes they name through it.
     *
     * @throws IllegalArgumentException if a line cannot be used; the message says file, line and what to do
     */
    public static List<TaskDefinition> read(ClassLoader loader) {
        List<TaskDefinition> tasks = new ArrayList<>();
        try {
            for (Enumeration<URL> files = loader.getResources(RESOURCE); files.hasMoreElements(); ) {
                tasks.addAll(read(files.nextElement(), loader));
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "TURNOUT-0113 cannot read " + RESOURCE + " from the class path; nothing was started. Check that the"
                            + " archives can be read.",
                    unreadable);
        }
        return tasks;
    }

    private static List<TaskDefinition> read(URL file, ClassLoader loader) throws IOException {
        List<TaskDefinition> tasks = new ArrayList<>();
        for (Line line : lines(file)) {
            tasks.add(define(line, loader));
        }
        return tasks;
    }

    private static List<Line> lines(URL file) throws IOException {
        String text;
        try (InputStream bytes = file.openStream()) {
            text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            Properties one = new Properties();
            one.load(new StringReader(raw));
            for (String key : one.stringPropertyNames()) {
                lines.add(new Line(file, number, key, one.getProperty(key).strip()));
            }
        }
        return lines;
    }

    private static TaskDefinition define(Line line, ClassLoader loader) {
        TaskAddress address = addressIn(line);
        Class<?> type = typeOf(line, address, loader);
        String[] words = line.value().split("\\s+");
        String lane = words[0];
        try {
            if (lane.equals("virtual")) {
                return Wishes.read(words, 1)
                        .applyTo(TaskDefinition.virtual(type, method(line, type, address, address.methodName())));
            }
            if (lane.equals("blocking") || lane.startsWith("blocking:")) {
                String pool = lane.equals("blocking") ? "" : lane.substring("blocking:".length());
                return Wishes.read(words, 1)
                        .applyTo(
                                TaskDefinition.blocking(type, method(line, type, address, address.methodName()), pool));
            }
            if (lane.equals("composed") && words.length > 1) {
                return Wishes.read(words, 2)
                        .applyTo(TaskDefinition.composed(address, type, twin(line, type, address, words[1])));
            }
        } catch (IllegalArgumentException refused) {
            throw refused.getMessage().contains(line.place())
                    ? refused
                    : new IllegalArgumentException(refused.getMessage() + " (" + line.place() + ")", refused);
        }
        throw line.error(
                "0102",
                "'" + line.value() + "' is no lane",
                "Write blocking, blocking:<pool>, virtual, or composed <name of the twin>.",
                null);
    }

    private static TaskAddress addressIn(Line line) {
        try {
            return TaskAddress.parse(line.key());
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(malformed.getMessage() + " (" + line.place() + ")", malformed);
        }
    }

    private static Class<?> typeOf(Line line, TaskAddress address, ClassLoader loader) {
        try {
            return Class.forName(address.className(), false, loader);
        } catch (ClassNotFoundException | LinkageError missing) {
            throw line.error(
                    "0104",
                    "class " + address.className() + " cannot be loaded",
                    "Put its archive on the class path, or take the line out.",
                    missing);
        }
    }

    private static Method twin(Line line, Class<?> type, TaskAddress address, String name) {
        Method twin = method(line, type, address, name);
        Twins.find(type, address.methodName(), address.parameterTypes())
                .filter(facade -> !Twins.isFor(facade, twin))
                .ifPresent(facade -> {
                    throw line.error(
                            "0660",
                            facade.getDeclaringClass().getName() + " overrides " + address.methodName()
                                    + ", but the twin " + name + " is that of "
                                    + twin.getDeclaringClass().getName() + " and does something else",
                            "Override the twin too, or write blocking.",
                            null);
                });
        return twin;
    }

    private static Method method(Line line, Class<?> type, TaskAddress address, String name) {
        return Twins.find(type, name, address.parameterTypes())
                .orElseThrow(() -> line.error(
                        "0105",
                        type.getName() + " has no method " + name + "(" + String.join(",", address.parameterTypes())
                                + ")",
                        "Correct the name or the parameter types, or take the line out.",
                        null));
    }

    /** One entry, and where it stands. */
    private record Line(URL file, int number, String key, String value) {
        String place() {
            return file + ":" + number;
        }

        IllegalArgumentException error(String code, String what, String next, @Nullable Throwable cause) {
            return new IllegalArgumentException(
                    "TURNOUT-" + code + " " + place() + ": " + what + "; nothing was started. " + next, cause);
        }
    }
}
