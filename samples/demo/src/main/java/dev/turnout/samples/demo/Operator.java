// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The person at the lever: runs the {@code turnout} command, one process a command, as a person would. */
final class Operator {
    private static final String COMMAND = "dev.turnout.cli.Turnout";

    private final String redis;
    private final String prefix;
    private final File errors;
    private final ObjectMapper json = new ObjectMapper();

    Operator(String redis, String prefix, Path folder) {
        this.redis = redis;
        this.prefix = prefix;
        this.errors = folder.resolve("operator.log").toFile();
    }

    /** Sends that share of all tasks to the async pool; returns when every worker obeys. */
    Done switchTo(int percent) throws IOException, InterruptedException {
        return run("cutover", "switch", "--all", "--to", Integer.toString(percent), "--why", "demo");
    }

    /** Gives all tasks back to the legacy pool; returns when every worker obeys. */
    Done rollback() throws IOException, InterruptedException {
        return run("cutover", "rollback", "--why", "demo");
    }

    /** Says how old a job must be before the async pool claims it. */
    Done age(String time) throws IOException, InterruptedException {
        return run("cutover", "age", time, "--why", "demo");
    }

    JsonNode status() throws IOException, InterruptedException {
        return run("cutover", "status").output;
    }

    private Done run(String... verb) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                COMMAND));
        line.addAll(Arrays.asList(verb));
        line.add("--json");
        ProcessBuilder command = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(errors));
        command.environment().putAll(Map.of("TURNOUT_REDIS_URI", redis, "TURNOUT_KEY_PREFIX", prefix));
        long begin = System.nanoTime();
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        long end = System.nanoTime();
        if (exit != 0) {
            throw new DemoFailure("turnout " + String.join(" ", verb) + " ended with " + exit + ": " + output
                    + "\nwhat it said besides is in " + errors);
        }
        return new Done(begin, end, json.readTree(output));
    }

    /**
     * A command that has returned.
     *
     * @param begin when it was given, on the shared monotonic clock
     * @param end when it had returned
     * @param output what it printed
     */
    record Done(long begin, long end, JsonNode output) {
        long millis() {
            return (end - begin) / 1_000_000;
        }
    }
}
