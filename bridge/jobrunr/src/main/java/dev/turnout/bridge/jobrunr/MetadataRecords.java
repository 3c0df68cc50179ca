// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.MetadataStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.StorageProviderUtils.Metadata;
import org.jspecify.annotations.Nullable;

/** JobRunr's metadata as it lies in Redis, and back. */
final class MetadataRecords {
    private final MetadataStore store;

    MetadataRecords(MetadataStore store) {
        this.store = store;
    }

    void put(JobRunrMetadata metadata) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Metadata.FIELD_ID, metadata.getId());
        fields.put(Metadata.FIELD_NAME, metadata.getName());
        fields.put(Metadata.FIELD_OWNER, metadata.getOwner());
        fields.put(Metadata.FIELD_VALUE, metadata.getValue());
        fields.put(Metadata.FIELD_CREATED_AT, String.valueOf(metadata.getCreatedAt()));
        fields.put(Metadata.FIELD_UPDATED_AT, String.valueOf(metadata.getUpdatedAt()));
        Answers.tell(() -> store.put(metadata.getId(), fields));
    }

    /** All of a name. */
    List<JobRunrMetadata> all(String name) {
        return Answers.ask(() -> store.read(JobRunrMetadata.toId(name, ""), false).stream()
                .map(MetadataRecords::metadata)
                .toList());
    }

    @Nullable
    JobRunrMetadata one(String name, String owner) {
        return Answers.ask(() -> store.read(JobRunrMetadata.toId(name, owner), true).stream()
                .map(MetadataRecords::metadata)
                .findFirst()
                .orElse(null));
    }

    /** Removes all of a name; says whether there were any. */
    boolean removeAll(String name) {
        return Answers.ask(() -> store.remove(JobRunrMetadata.toId(name, ""), false)) > 0;
    }

    /** Removes one piece; says whether it was there. */
    boolean remove(String name, String owner) {
        return Answers.ask(() -> store.remove(JobRunrMetadata.toId(name, owner), true)) > 0;
    }

    private static JobRunrMetadata metadata(Map<String, String> fields) {
        return new JobRunrMetadata(
                fields.get(Metadata.FIELD_NAME),
                fields.get(Metadata.FIELD_OWNER),
                fields.get(Metadata.FIELD_VALUE),
                Instant.parse(fields.get(Metadata.FIELD_CREATED_AT)),
                Instant.parse(fields.get(Metadata.FIELD_UPDATED_AT)));
    }
}
