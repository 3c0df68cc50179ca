package com.example.notebooks.backing;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How slow and how unreliable the services are. A setting is called {@code <service>.latency-ms},
 * {@code <service>.failure-rate} (0 to 1) or {@code <service>.fail-first} (so many first requests for each path fail);
 * it may change at any time.
 */
final class Behaviour {

    static final String PARSE_MS = "retrieval.parse-ms";

    private static final Map<String, Double> DEFAULTS = Map.of(
            "page.latency-ms", 10.0,
            "ocr.latency-ms", 15.0,
            "share.latency-ms", 10.0,
            "preview.latency-ms", 5.0,
            "mirror.latency-ms", 10.0,
            "mirror.failure-rate", 0.1,
            "retrieval.latency-ms", 3.0,
            PARSE_MS, 30.0);

    private final Map<String, Double> settings = new ConcurrentSkipListMap<>(DEFAULTS);
    private final Map<String, AtomicLong> requests = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> failures = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> attempts = new ConcurrentHashMap<>();

    double get(String name) {
        return settings.getOrDefault(name, 0.0);
    }

    void set(String name, double value) {
        if (!name.matches("[a-z]+\\.(latency-ms|parse-ms|failure-rate|fail-first)")) {
            throw new IllegalArgumentException("There is no setting " + name);
        }
        settings.put(name, value);
    }

    long latencyOf(String service) {
        return (long) get(service + ".latency-ms");
    }

    /** Counts a request and says whether it is to fail. */
    boolean nextFails(String service, String path) {
        count(requests, service);
        double failFirst = get(service + ".fail-first");
        boolean fails = failFirst > 0
                && attempts.computeIfAbsent(path, p -> new AtomicLong()).incrementAndGet() <= failFirst;
        fails |= ThreadLocalRandom.current().nextDouble() < get(service + ".failure-rate");
        if (fails) {
            count(failures, service);
        }
        return fails;
    }

    Map<String, Object> report() {
        Map<String, Object> report = new TreeMap<>();
        report.put("settings", settings);
        report.put("requests", requests);
        report.put("failures", failures);
        return report;
    }

    private static void count(Map<String, AtomicLong> counters, String service) {
        counters.computeIfAbsent(service, s -> new AtomicLong()).incrementAndGet();
    }
}
