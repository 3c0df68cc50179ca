package com.example.notebooks.audit;

import com.example.notebooks.tenant.Tenants;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes in the transaction of whoever has something to report. */
@Service
public class AuditLog {

    private final AuditEventRepository events;

    public AuditLog(AuditEventRepository events) {
        this.events = events;
    }

    @Transactional
    public void record(String notebookId, String action, String detail) {
        events.save(new AuditEvent(Tenants.current(), notebookId, action, detail));
    }

    @Transactional(readOnly = true)
    public List<AuditEvent> of(String notebookId) {
        return events.findByNotebookIdOrderById(notebookId);
    }
}
