package com.example.notebooks.notebook;

import com.example.notebooks.audit.AuditTasks;
import com.example.notebooks.ingest.NotebookTasks;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRepository;
import com.example.notebooks.storage.ObjectKeys;
import com.example.notebooks.storage.ObjectStore;
import com.example.notebooks.tenant.Tenants;
import java.util.List;
import org.jobrunr.jobs.JobId;
import org.jobrunr.scheduling.JobScheduler;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with notebooks. */
@Service
public class NotebookService {

    private final NotebookRepository notebooks;
    private final SourceRepository sources;
    private final ObjectStore objectStore;
    private final JobScheduler jobScheduler;

    public NotebookService(
            NotebookRepository notebooks,
            SourceRepository sources,
            ObjectStore objectStore,
            JobScheduler jobScheduler) {
        this.notebooks = notebooks;
        this.sources = sources;
        this.objectStore = objectStore;
        this.jobScheduler = jobScheduler;
    }

    @Transactional
    public Notebook create(String title, long ownerId) {
        Notebook notebook = notebooks.save(new Notebook(Tenants.current(), ownerId, title));
        String notebookId = notebook.getId();
        jobScheduler.<AuditTasks>enqueue(tasks -> tasks.recordNotebookCreated(notebookId, ownerId));
        return notebook;
    }

    @Transactional(readOnly = true)
    public Notebook get(String notebookId) {
        return notebooks.findById(notebookId).orElseThrow(() -> new NotebookNotFoundException(notebookId));
    }

    @Transactional(readOnly = true)
    public List<Notebook> list() {
        return notebooks.findTop100ByTenantOrderByCreatedAtDesc(Tenants.current());
    }

    @Transactional(readOnly = true)
    public List<Source> sources(String notebookId) {
        return sources.findByNotebookIdOrderById(get(notebookId).getId());
    }

    public JobId addUrl(String notebookId, String url, long userId) {
        get(notebookId);
        return jobScheduler.<NotebookTasks>enqueue(tasks -> tasks.processUrl(url, notebookId, userId));
    }

    public JobId addFile(String notebookId, String name, String contentType, byte[] content, long userId) {
        get(notebookId);
        String key = ObjectKeys.upload(Tenants.current(), notebookId, name);
        objectStore.put(key, content, contentType);
        Source source = sources.save(Source.file(notebookId, userId, name, contentType, key));
        long sourceId = source.getId();
        return jobScheduler.<NotebookTasks>enqueue(tasks -> tasks.processFile(sourceId));
    }
}
