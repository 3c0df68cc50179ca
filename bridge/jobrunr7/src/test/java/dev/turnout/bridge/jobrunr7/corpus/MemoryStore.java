// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.corpus;

import java.util.UUID;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;

/**
 * For JobRunr 8, which has no provider for Redis: its own server on its own store in memory, and documents as its mapper writes
 * them. To be replaced by our drop-in for JobRunr 8, which writes the dialect of 7.
 */
final class MemoryStore implements Pen.Store {
    private final StorageProvider provider = new InMemoryStorageProvider();
    private Pen.Utf8Mapper mapper = new Pen.Utf8Mapper(null);

    @Override
    public StorageProvider provider() {
        return provider;
    }

    @Override
    public String document(UUID id) {
        return mapper.last(id);
    }

    @Override
    public String recurring(RecurringJob recurring) {
        return mapper.serializeRecurringJob(recurring);
    }

    @Override
    public void renew(Pen.Utf8Mapper mapper) {
        this.mapper = mapper;
        provider.setJobMapper(mapper);
    }
}
