// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.mappers.JobMapper;

/**
 * The metadata of a job that changed since it was last asked for, in the form of the application's JobRunr mapper.
 *
 * <p>JobRunr's mapper writes jobs only, so the entries travel in a small one. Progress and logs change in place, so each
 * question writes them anew and compares; a run that has neither costs nothing.
 */
final class DashboardNotes {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final JobDetails NOBODY = new JobDetails("turnout.Notes", null, "none", List.of());
    private static final String TYPE = "@class";

    private final Job job;
    private final JobMapper mapper;
    private final Map<String, Object> stored;
    private final Map<String, JsonNode> told = new HashMap<>();
    private final Set<String> changedBefore = new HashSet<>();

    DashboardNotes(Job job, JobMapper mapper, Map<String, JsonNode> claimed) {
        this.job = job;
        this.mapper = mapper;
        this.stored = Map.copyOf(job.getMetadata());
        this.told.putAll(claimed);
    }

    synchronized Map<String, JsonNode> changed() {
        ConcurrentHashMap<String, Object> candidates = new ConcurrentHashMap<>(job.getMetadata());
        candidates
                .entrySet()
                .removeIf(entry -> !changedBefore.contains(entry.getKey())
                        && entry.getValue().equals(stored.get(entry.getKey())));
        if (candidates.isEmpty()) {
            return Map.of();
        }
        Map<String, JsonNode> changes = new HashMap<>();
        written(candidates).properties().forEach(entry -> {
            if (!entry.getKey().equals(TYPE) && !entry.getValue().equals(told.put(entry.getKey(), entry.getValue()))) {
                changes.put(entry.getKey(), entry.getValue());
                changedBefore.add(entry.getKey());
            }
        });
        return changes;
    }

    private JsonNode written(ConcurrentHashMap<String, Object> entries) {
        String document = mapper.serializeJob(
                new Job(job.getId(), job.getVersion(), NOBODY, List.of(job.getJobState()), entries));
        try {
            return TREES.readTree(document).path("metadata");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("JobRunr's mapper wrote what is no JSON", impossible);
        }
    }
}
