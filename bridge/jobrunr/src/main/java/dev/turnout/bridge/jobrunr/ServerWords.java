// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.jobrunr.storage.StorageProviderUtils.BackgroundJobServers.*;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;

/** What a server says of itself, as the fields that JobRunr's layout has for it. */
final class ServerWords {
    private static final String FIELD_FILTERS = "turnoutFilters";

    private ServerWords() {}

    static Map<String, String> all(BackgroundJobServerStatus server) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(FIELD_ID, server.getId().toString());
        fields.put(FIELD_NAME, server.getName());
        fields.put(FIELD_WORKER_POOL_SIZE, Integer.toString(server.getWorkerPoolSize()));
        fields.put(FIELD_POLL_INTERVAL_IN_SECONDS, Integer.toString(server.getPollIntervalInSeconds()));
        fields.put(FIELD_DELETE_SUCCEEDED_JOBS_AFTER, String.valueOf(server.getDeleteSucceededJobsAfter()));
        fields.put(FIELD_DELETE_DELETED_JOBS_AFTER, String.valueOf(server.getPermanentlyDeleteDeletedJobsAfter()));
        fields.put(FIELD_FIRST_HEARTBEAT, String.valueOf(server.getFirstHeartbeat()));
        fields.put(FIELD_SYSTEM_TOTAL_MEMORY, String.valueOf(server.getSystemTotalMemory()));
        fields.put(FIELD_PROCESS_MAX_MEMORY, String.valueOf(server.getProcessMaxMemory()));
        fields.putAll(changing(server));
        return fields;
    }

    static Map<String, String> changing(BackgroundJobServerStatus server) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(FIELD_LAST_HEARTBEAT, String.valueOf(server.getLastHeartbeat()));
        fields.put(FIELD_IS_RUNNING, Boolean.toString(server.isRunning()));
        fields.put(FIELD_SYSTEM_FREE_MEMORY, String.valueOf(server.getSystemFreeMemory()));
        fields.put(FIELD_SYSTEM_CPU_LOAD, String.valueOf(server.getSystemCpuLoad()));
        fields.put(FIELD_PROCESS_FREE_MEMORY, String.valueOf(server.getProcessFreeMemory()));
        fields.put(FIELD_PROCESS_ALLOCATED_MEMORY, String.valueOf(server.getProcessAllocatedMemory()));
        fields.put(FIELD_PROCESS_CPU_LOAD, String.valueOf(server.getProcessCpuLoad()));
        return fields;
    }

    /** Which filters it runs around every job, in a field of ours: a switch asks whether async workers have them. */
    static Map<String, String> filters(BackgroundJobServer server) {
        return Map.of(FIELD_FILTERS, String.join("\n", FilterNames.of(server.getJobFilters())));
    }

    /** A field that is missing, or is none of what JobRunr writes, is shown as unknown; a list of servers does not fail by it. */
    static BackgroundJobServerStatus status(Map<String, String> fields) {
        return new BackgroundJobServerStatus(
                UUID.fromString(fields.get(FIELD_ID)),
                fields.getOrDefault(FIELD_NAME, "?"),
                Integer.parseInt(fields.getOrDefault(FIELD_WORKER_POOL_SIZE, "0")),
                Integer.parseInt(fields.getOrDefault(FIELD_POLL_INTERVAL_IN_SECONDS, "0")),
                Duration.parse(fields.getOrDefault(FIELD_DELETE_SUCCEEDED_JOBS_AFTER, "PT36H")),
                Duration.parse(fields.getOrDefault(FIELD_DELETE_DELETED_JOBS_AFTER, "PT72H")),
                instant(fields, FIELD_FIRST_HEARTBEAT),
                instant(fields, FIELD_LAST_HEARTBEAT),
                Boolean.parseBoolean(fields.get(FIELD_IS_RUNNING)),
                whole(fields, FIELD_SYSTEM_TOTAL_MEMORY),
                whole(fields, FIELD_SYSTEM_FREE_MEMORY),
                Double.parseDouble(fields.getOrDefault(FIELD_SYSTEM_CPU_LOAD, "0")),
                whole(fields, FIELD_PROCESS_MAX_MEMORY),
                whole(fields, FIELD_PROCESS_FREE_MEMORY),
                whole(fields, FIELD_PROCESS_ALLOCATED_MEMORY),
                Double.parseDouble(fields.getOrDefault(FIELD_PROCESS_CPU_LOAD, "0")));
    }

    private static Instant instant(Map<String, String> fields, String name) {
        return Instant.parse(fields.getOrDefault(name, "1970-01-01T00:00:00Z"));
    }

    private static long whole(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "-1"));
    }
}
