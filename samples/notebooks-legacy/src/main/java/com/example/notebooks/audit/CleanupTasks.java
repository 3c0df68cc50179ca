package com.example.notebooks.audit;

import com.example.notebooks.config.NotebooksProperties;
import java.time.Instant;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.annotations.Recurring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class CleanupTasks {

    private static final Logger LOG = LoggerFactory.getLogger(CleanupTasks.class);

    private final AuditEventRepository events;
    private final NotebooksProperties properties;

    public CleanupTasks(AuditEventRepository events, NotebooksProperties properties) {
        this.events = events;
        this.properties = properties;
    }

    @Recurring(id = "remove-old-audit-events", cron = "${notebooks.cleanup-cron}")
    @Job(name = "Remove old audit events")
    @Transactional
    public void removeOldAuditEvents() {
        Instant before = Instant.now().minus(properties.auditRetention());
        int removed = events.deleteOlderThan(before);
        if (removed > 0) {
            LOG.info("Removed {} audit events from before {}", removed, before);
        }
    }
}
