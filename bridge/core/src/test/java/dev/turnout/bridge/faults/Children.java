// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Worker processes of a test, ended with it. */
final class Children implements AutoCloseable {
    static final long LEASE_MILLIS = 2_000;
    static final int SLOTS = 8;
    static final long DUTIES_MILLIS = 200;

    private final Path folder;
    private final String redis;
    private final String prefix;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private int number;

    Children(Path folder, String redis, String prefix) {
        this.folder = folder;
        this.redis = redis;
        this.prefix = prefix;
    }

    /** Settings beside the usual ones, {@code key=value}; {@code -X…} goes to the JVM. Returns when it says that it is up. */
    String start(String... settings) {
        String name = launch(settings);
        await().atMost(Duration.ofSeconds(60)).until(() -> said(name).contains("UP " + name));
        return name;
    }

    /** As {@link #start}, without waiting. */
    String launch(String... settings) {
        String name = "worker-" + ++number;
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("name", name);
        properties.put("redis", redis);
        properties.put("prefix", prefix);
        properties.put("ledger", folder.resolve(name + ".tsv").toString());
        properties.put("lease", Long.toString(LEASE_MILLIS));
        properties.put("slots", Integer.toString(SLOTS));
        properties.put("drain", "10000");
        properties.put("duties", Long.toString(DUTIES_MILLIS));
        properties.put("report", "60000");
        properties.put("abandon", "0");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        String heap = "-Xmx96m";
        for (String setting : settings) {
            if (setting.startsWith("-Xmx")) {
                heap = setting;
            } else {
                properties.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
            }
        }
        line.add(heap);
        properties.forEach((key, value) -> line.add("-D" + key + "=" + value));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerChild.class.getName()));
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

    /** What it has printed so far. */
    String said(String name) {
        return read(name + ".out");
    }

    /** What it has logged so far. */
    String logged(String name) {
        return read(name + ".err") + read(name + ".out");
    }

    private String read(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Kills it as {@code kill -9} does; gives the moment. */
    long kill(String name) {
        long moment = System.nanoTime();
        process(name).destroyForcibly().onExit().join();
        running.remove(name);
        return moment;
    }

    /** Sends SIGTERM; gives the moment. */
    long terminate(String name) {
        long moment = System.nanoTime();
        process(name).toHandle().destroy();
        return moment;
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

    /** Waits until it has ended by itself; gives its exit code. */
    int exitOf(String name) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !process(name).isAlive());
        return process(name).exitValue();
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
}
