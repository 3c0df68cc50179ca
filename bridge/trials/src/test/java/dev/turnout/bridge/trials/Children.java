// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.trials.corpus.ClassPaths;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of a trial, ended with it. */
final class Children implements AutoCloseable {
    static final String LEGACY = "legacy-";
    static final String WORKER = "worker-";
    static final long LEASE_MILLIS = 2_000;
    static final int SLOTS = 16;
    static final int THREADS = 8;
    static final int POLL_SECONDS = 5; // JobRunr's own minimum on Redis

    /** How long a child is waited for, in s: more where the clock runs faster than the machine. */
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("turnout.trials.patience", 180));

    private final Path folder;
    private final String redis;
    private final String prefix;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private final List<String> started = new ArrayList<>();
    private int number;

    Children(Path folder, String redis, String prefix) {
        this.folder = folder;
        this.redis = redis;
        this.prefix = prefix;
    }

    /** A JobRunr server of that level. Settings {@code key=value} beside the usual ones. Returns when it is up. */
    String legacy(String level, String... settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("level", level);
        properties.put("threads", Integer.toString(THREADS));
        properties.put("poll", Integer.toString(POLL_SECONDS));
        return up(launch(LEGACY, LegacyChild.class, properties, System.getProperty("java.class.path"), settings));
    }

    /** A JobRunr 8.7 server with our drop-in, and with 8.7 alone on its class path. Returns when it is up. */
    String eight() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("threads", Integer.toString(THREADS));
        properties.put("poll", Integer.toString(POLL_SECONDS));
        return up(launch(LEGACY, EightChild.class, properties, eightPath()));
    }

    private static String eightPath() {
        try {
            return Stream.of(
                            ClassPaths.tests().toString(),
                            ClassPaths.resolved().withDropIn("8.7"),
                            ClassPaths.codeOf(ch.qos.logback.classic.Logger.class)
                                    .toString(),
                            ClassPaths.codeOf(ch.qos.logback.core.Appender.class)
                                    .toString())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** An async worker. Returns when it is up. */
    String worker(String... settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("slots", Integer.toString(SLOTS));
        properties.put("lease", Long.toString(LEASE_MILLIS));
        return up(launch(WORKER, AsyncChild.class, properties, System.getProperty("java.class.path"), settings));
    }

    private String launch(
            String kind, Class<?> main, Map<String, String> properties, String classPath, String... settings) {
        String name = kind + ++number;
        started.add(name);
        properties.put("name", name);
        properties.put("redis", redis);
        properties.put("prefix", prefix);
        properties.put("account", folder.resolve(name + ".tsv").toString());
        properties.put("logback.configurationFile", System.getProperty("logback.configurationFile"));
        for (String setting : settings) {
            int sign = setting.indexOf('=');
            properties.put(setting.substring(0, sign), setting.substring(sign + 1));
        }
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx160m"));
        properties.forEach((key, value) -> line.add("-D" + key + "=" + value));
        line.addAll(List.of("-cp", classPath, main.getName()));
        try {
            running.put(
                    name,
                    new ProcessBuilder(line)
                            .redirectOutput(folder.resolve(name + ".out").toFile())
                            .redirectError(folder.resolve(name + ".err").toFile())
                            .start());
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        return name;
    }

    private String up(String name) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(process(name).isAlive())
                    .as(() -> name + " ended: " + logged(name))
                    .isTrue();
            return logged(name).contains("UP " + name);
        });
        return name;
    }

    /** Says one word to a process, which obeys it. */
    void tell(String name, String command) {
        try {
            Process process = process(name);
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        String done = "DONE " + command;
        if (!command.equals("stop")) {
            await().atMost(PATIENCE).until(() -> logged(name).contains(done));
        }
    }

    /** Asks it to stop, and waits until it has. */
    void stop(String name) {
        tell(name, "stop");
        await().atMost(PATIENCE).until(() -> !process(name).isAlive());
        running.remove(name);
    }

    /** Kills it as {@code kill -9} does. */
    void kill(String name) {
        process(name).destroyForcibly().onExit().join();
        running.remove(name);
    }

    /** Sends {@code STOP} or {@code CONT}. */
    void signal(String name, String signal) {
        try {
            int exit = new ProcessBuilder(
                            "kill", "-" + signal, Long.toString(process(name).pid()))
                    .start()
                    .waitFor();
            assertThat(exit).as("kill -" + signal).isZero();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that were ever started, of one kind. */
    List<String> names(String kind) {
        return started.stream().filter(name -> name.startsWith(kind)).toList();
    }

    boolean lives(String name) {
        return process(name).isAlive();
    }

    /** What it has said and logged so far. */
    String logged(String name) {
        try {
            return Files.readString(folder.resolve(name + ".err")) + Files.readString(folder.resolve(name + ".out"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Process process(String name) {
        Process process = running.get(name);
        if (process == null) {
            throw new IllegalArgumentException("no process " + name);
        }
        return process;
    }

    @Override
    public void close() {
        running.values().forEach(process -> process.destroyForcibly().onExit().join());
    }

    /** In a child: says a line to the trial. */
    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** In a child: obeys each line that the trial says, until it says no more. Then the trial is over, and so is the child. */
    static void obey(Consumer<String> command) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            command.accept(line);
            say("DONE " + line);
        }
        System.exit(0);
    }
}
