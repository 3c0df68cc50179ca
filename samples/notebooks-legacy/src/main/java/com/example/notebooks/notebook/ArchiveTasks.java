package com.example.notebooks.notebook;

import com.example.notebooks.audit.AuditLog;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRepository;
import java.time.Instant;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class ArchiveTasks {

    private final NotebookRepository notebooks;
    private final SourceRepository sources;
    private final AuditLog auditLog;

    public ArchiveTasks(NotebookRepository notebooks, SourceRepository sources, AuditLog auditLog) {
        this.notebooks = notebooks;
        this.sources = sources;
        this.auditLog = auditLog;
    }

    @Job(name = "Archive notebook %0")
    @Transactional
    public void archiveNotebook(String notebookId, long userId) {
        Notebook notebook =
                notebooks.findById(notebookId).orElseThrow(() -> new NotebookNotFoundException(notebookId));
        if (notebook.isArchived()) {
            return;
        }
        int ready = 0;
        for (Source source : sources.findByNotebookIdOrderById(notebookId)) {
            if (!source.isReady()) {
                continue;
            }
            ready++;
        }
        notebook.archive(Instant.now());
        auditLog.record(notebookId, "notebook.archived", "by user " + userId + ", " + ready + " sources were ready");
    }
}
