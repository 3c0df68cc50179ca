// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the command tells the process that it starts, in a file. Never the address of Redis, which may hold a password: that
 * comes in the environment, as {@value #REDIS}.
 *
 * @param name the worker's name on the queue's list
 * @param keyPrefix JobRunr's key prefix; empty for none
 * @param slots jobs that it holds at most
 * @param lease how long a claim holds without a renewal
 * @param drain how long a stop waits for running jobs
 * @param pools threads of the named pools
 * @param taskClasses names of the classes that a scan found to have annotated methods, inherited ones included
 * @param burst whether it ends by itself
 * @param ready the file that the process makes when its worker is on the queue's list
 */
public record RunSettings(
        String name,
        String keyPrefix,
        int slots,
        Duration lease,
        Duration drain,
        Map<String, Integer> pools,
        List<String> taskClasses,
        Optional<Burst> burst,
        Path ready) {
    /** Environment variable with the address of Redis. */
    public static final String REDIS = "TURNOUT_REDIS_URI";

    private static final String POOL = "pool.";
    private static final String BURST = "burst.most";

    public RunSettings {
        pools = Map.copyOf(pools);
        taskClasses = List.copyOf(taskClasses);
    }

    /**
     * A worker that ends by itself.
     *
     * @param most jobs to start at most
     * @param deferredToo whether to wait for jobs that are due later, retries too
     */
    public record Burst(int most, boolean deferredToo) {}

    /** Writes them. */
    public void store(Path file) throws IOException {
        Properties all = new Properties();
        all.setProperty("name", name);
        all.setProperty("prefix", keyPrefix);
        all.setProperty("slots", Integer.toString(slots));
        all.setProperty("lease", lease.toString());
        all.setProperty("drain", drain.toString());
        all.setProperty("tasks", String.join(",", taskClasses));
        all.setProperty("ready", ready.toString());
        pools.forEach((pool, threads) -> all.setProperty(POOL + pool, Integer.toString(threads)));
        burst.ifPresent(wanted -> {
            all.setProperty(BURST, Integer.toString(wanted.most()));
            all.setProperty("burst.deferred", Boolean.toString(wanted.deferredToo()));
        });
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
    }

    /** Reads them. */
    public static RunSettings load(Path file) throws IOException {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            all.load(reader);
        }
        return new RunSettings(
                all.getProperty("name"),
                all.getProperty("prefix"),
                Integer.parseInt(all.getProperty("slots")),
                Duration.parse(all.getProperty("lease")),
                Duration.parse(all.getProperty("drain")),
                pools(all),
                Arrays.stream(all.getProperty("tasks").split(","))
                        .filter(type -> !type.isEmpty())
                        .toList(),
                Optional.ofNullable(all.getProperty(BURST))
                        .map(most -> new Burst(
                                Integer.parseInt(most), Boolean.parseBoolean(all.getProperty("burst.deferred")))),
                Path.of(all.getProperty("ready")));
    }

    private static Map<String, Integer> pools(Properties all) {
        return all.stringPropertyNames().stream()
                .filter(key -> key.startsWith(POOL))
                .collect(Collectors.toMap(
                        key -> key.substring(POOL.length()),
                        key -> Integer.valueOf(all.getProperty(key)),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
