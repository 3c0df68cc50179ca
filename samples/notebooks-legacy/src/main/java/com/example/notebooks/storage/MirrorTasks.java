package com.example.notebooks.storage;

import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;

@Component
public class MirrorTasks {

    private final SourceRegistry registry;
    private final ObjectStore objectStore;
    private final MirrorClient mirror;

    public MirrorTasks(SourceRegistry registry, ObjectStore objectStore, MirrorClient mirror) {
        this.registry = registry;
        this.objectStore = objectStore;
        this.mirror = mirror;
    }

    @Job(name = "Mirror source %0", retries = 10)
    public void mirrorSource(long sourceId) throws IOException {
        Source source = registry.get(sourceId);
        if (source.getObjectKey() == null || source.getMirroredAt() != null) {
            return;
        }
        Path scratch = Files.createTempFile("mirror-", ".bin");
        try {
            Files.write(scratch, objectStore.get(source.getObjectKey()));
            mirror.push("source-" + sourceId, scratch).join();
            registry.markMirrored(sourceId);
        } catch (CompletionException e) {
            registry.noteError(sourceId, e.getCause().getMessage());
            throw e;
        } finally {
            Files.deleteIfExists(scratch);
        }
    }
}
