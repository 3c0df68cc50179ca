// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

/** What JobRunr's list of servers holds of a worker: all sixteen fields, or its dashboard fails, and our own mark. */
final class ServerFields {
    private static final String POLL_SECONDS = "5";
    private static final String UNKNOWN = "-1";

    private ServerFields() {}

    static List<String> all(LegacyQueueOptions options, Instant first, Instant now) {
        Runtime jvm = Runtime.getRuntime();
        return concat(
                List.of(
                        "id",
                        options.workerId().toString(),
                        "name",
                        options.workerName(),
                        "workerPoolSize",
                        Integer.toString(options.slots()),
                        "pollIntervalInSeconds",
                        POLL_SECONDS,
                        "deleteSucceededJobsAfter",
                        "PT36H",
                        "permanentlyDeleteDeletedJobsAfter",
                        "PT72H",
                        "firstHeartbeat",
                        first.toString(),
                        "running",
                        "true",
                        "systemTotalMemory",
                        UNKNOWN,
                        "processMaxMemory",
                        Long.toString(jvm.maxMemory()),
                        "turnout",
                        "worker"),
                changing(now));
    }

    static List<String> changing(Instant now) {
        Runtime jvm = Runtime.getRuntime();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return List.of(
                "lastHeartbeat",
                now.toString(),
                "systemFreeMemory",
                UNKNOWN,
                "systemCpuLoad",
                Double.toString(load < 0 ? 0 : Math.min(1, load / jvm.availableProcessors())),
                "processFreeMemory",
                Long.toString(jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory()),
                "processAllocatedMemory",
                Long.toString(jvm.totalMemory() - jvm.freeMemory()),
                "processCpuLoad",
                "0.0");
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
