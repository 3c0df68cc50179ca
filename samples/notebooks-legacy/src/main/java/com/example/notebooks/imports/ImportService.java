package com.example.notebooks.imports;

import com.example.notebooks.audit.AuditTasks;
import com.example.notebooks.config.NotebooksProperties;
import com.example.notebooks.export.ExportNotebookRequest;
import com.example.notebooks.ingest.NotebookTasks;
import com.example.notebooks.notebook.ArchiveTasks;
import com.example.notebooks.preview.PreviewTasks;
import com.example.notebooks.publish.PublishingTasks;
import com.example.notebooks.reminder.ReminderTasks;
import com.example.notebooks.retrieval.IndexTasks;
import com.example.notebooks.retrieval.RetrievalClient;
import com.example.notebooks.storage.MirrorTasks;
import com.example.notebooks.storage.ObjectKeys;
import com.example.notebooks.storage.ObjectStore;
import com.example.notebooks.summary.SummaryTasks;
import com.example.notebooks.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.scheduling.JobScheduler;
import org.springframework.stereotype.Service;

/** Brings many notebooks in at once, as a customer who moves to us does. */
@Service
public class ImportService {

    private static final String SAMPLE = "Chapter one. It was a quiet morning in the archive. ".repeat(12);

    private final ImportRows rows;
    private final ObjectStore objectStore;
    private final RetrievalClient retrieval;
    private final JobScheduler jobScheduler;
    private final JobRequestScheduler jobRequestScheduler;
    private final NotebooksProperties properties;
    private final SummaryTasks summaryTasks;
    private final IndexTasks indexTasks;
    private final MirrorTasks mirrorTasks;
    private final PreviewTasks previewTasks;

    public ImportService(
            ImportRows rows,
            ObjectStore objectStore,
            RetrievalClient retrieval,
            JobScheduler jobScheduler,
            JobRequestScheduler jobRequestScheduler,
            NotebooksProperties properties,
            SummaryTasks summaryTasks,
            IndexTasks indexTasks,
            MirrorTasks mirrorTasks,
            PreviewTasks previewTasks) {
        this.rows = rows;
        this.objectStore = objectStore;
        this.retrieval = retrieval;
        this.jobScheduler = jobScheduler;
        this.jobRequestScheduler = jobRequestScheduler;
        this.properties = properties;
        this.summaryTasks = summaryTasks;
        this.indexTasks = indexTasks;
        this.mirrorTasks = mirrorTasks;
        this.previewTasks = previewTasks;
    }

    public List<ImportedJob> run(ImportRequest request) {
        String importId = UUID.randomUUID().toString();
        String textKey = sample(importId + ".txt", "text/plain");
        String scanKey = sample(importId + ".pdf", "application/pdf");
        String datasetId = retrieval.createDataset("import-" + importId).join();

        List<ImportedJob> accepted = new ArrayList<>(request.count());
        for (ImportRow row : rows.create(request, datasetId, textKey, scanKey)) {
            JobId id = enqueue(importId, row, request.userId());
            accepted.add(new ImportedJob(id.asUUID(), row.kind().task()));
        }
        return accepted;
    }

    private JobId enqueue(String importId, ImportRow row, long userId) {
        String notebookId = row.notebookId();
        long sourceId = row.sourceId();
        String url = properties.web().baseUrl() + "/pages/" + importId + "-" + row.number();
        String message = "Import " + importId + " brought this notebook in";
        return switch (row.kind()) {
            case PROCESS_URL ->
                jobScheduler.<NotebookTasks>enqueue(tasks -> tasks.processUrl(url, notebookId, userId));
            case PROCESS_FILE -> jobScheduler.<NotebookTasks>enqueue(tasks -> tasks.processFile(sourceId));
            case SUMMARISE -> jobScheduler.enqueue(() -> summaryTasks.summarise(notebookId));
            case SPLIT -> jobScheduler.enqueue(() -> summaryTasks.splitIntoPassages(sourceId));
            case REFRESH_INDEX ->
                jobScheduler.enqueue(() -> indexTasks.refreshIndex(notebookId, JobContext.Null));
            case PUBLISH -> jobScheduler.<PublishingTasks>enqueue(tasks -> tasks.publish(notebookId));
            case EXPORT -> jobRequestScheduler.enqueue(new ExportNotebookRequest(notebookId, userId));
            case RECORD_CREATED ->
                jobScheduler.<AuditTasks>enqueue(tasks -> tasks.recordNotebookCreated(notebookId, userId));
            case MIRROR -> jobScheduler.enqueue(() -> mirrorTasks.mirrorSource(sourceId));
            case REMIND -> jobScheduler.<ReminderTasks>enqueue(tasks -> tasks.remindOwner(notebookId, message));
            case PREVIEW -> jobScheduler.enqueue(() -> previewTasks.renderPreview(sourceId));
            case ARCHIVE -> jobScheduler.<ArchiveTasks>enqueue(tasks -> tasks.archiveNotebook(notebookId, userId));
        };
    }

    private String sample(String name, String contentType) {
        String key = ObjectKeys.importSample(Tenants.current(), name);
        objectStore.put(key, SAMPLE.getBytes(StandardCharsets.UTF_8), contentType);
        return key;
    }
}
