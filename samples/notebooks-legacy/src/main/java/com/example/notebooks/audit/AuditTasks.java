package com.example.notebooks.audit;

import com.example.notebooks.notebook.NotebookNotFoundException;
import com.example.notebooks.notebook.NotebookRepository;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class AuditTasks {

    private static final String CREATED = "notebook.created";

    private final NotebookRepository notebooks;
    private final AuditEventRepository events;
    private final AuditLog auditLog;

    public AuditTasks(NotebookRepository notebooks, AuditEventRepository events, AuditLog auditLog) {
        this.notebooks = notebooks;
        this.events = events;
        this.auditLog = auditLog;
    }

    /** May run before the notebook is committed; then it fails and the retry finds it. */
    @Job(name = "Record that notebook %0 was created")
    @Transactional
    public void recordNotebookCreated(String notebookId, long ownerId) {
        if (!notebooks.existsById(notebookId)) {
            throw new NotebookNotFoundException(notebookId);
        }
        if (!events.existsByNotebookIdAndAction(notebookId, CREATED)) {
            auditLog.record(notebookId, CREATED, "by user " + ownerId);
        }
    }
}
