package com.example.notebooks.source;

import com.example.notebooks.audit.AuditLog;
import java.time.Instant;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the books about sources; each step is a short transaction of its own. */
@Service
public class SourceRegistry {

    private final SourceRepository sources;
    private final AuditLog auditLog;

    public SourceRegistry(SourceRepository sources, AuditLog auditLog) {
        this.sources = sources;
        this.auditLog = auditLog;
    }

    @Transactional
    public Source register(String notebookId, String url, long userId) {
        return sources.findByNotebookIdAndLocation(notebookId, url)
                .orElseGet(() -> sources.save(Source.url(notebookId, userId, url)));
    }

    @Transactional(readOnly = true)
    public Source get(long sourceId) {
        return sources.findById(sourceId).orElseThrow(() -> new SourceNotFoundException(sourceId));
    }

    @Transactional
    public void markReady(long sourceId, String objectKey, String documentId, int chunkCount) {
        Source source = get(sourceId);
        source.ready(objectKey, documentId, chunkCount);
        auditLog.record(source.getNotebookId(), "source.ready", source.getLocation());
    }

    @Transactional
    public void markFailed(long sourceId, String error) {
        Source source = get(sourceId);
        source.failed(error);
        auditLog.record(source.getNotebookId(), "source.failed", error);
    }

    @Transactional
    public void saveText(long sourceId, String text) {
        get(sourceId).extracted(text);
    }

    @Transactional
    public void updateChunkCount(long sourceId, int chunkCount) {
        get(sourceId).recounted(chunkCount);
    }

    @Transactional
    public void markMirrored(long sourceId) {
        get(sourceId).mirrored(Instant.now());
    }

    @Transactional
    public void noteError(long sourceId, String error) {
        get(sourceId).note(error);
    }
}
