package com.example.notebooks.retrieval;

import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import com.example.notebooks.source.SourceRepository;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.context.JobDashboardProgressBar;
import org.springframework.stereotype.Component;

@Component
public class IndexTasks {

    private final SourceRepository sources;
    private final SourceRegistry registry;
    private final DatasetDirectory datasets;
    private final RetrievalClient retrieval;

    public IndexTasks(
            SourceRepository sources,
            SourceRegistry registry,
            DatasetDirectory datasets,
            RetrievalClient retrieval) {
        this.sources = sources;
        this.registry = registry;
        this.datasets = datasets;
        this.retrieval = retrieval;
    }

    /** Compares what we think is searchable with what the retrieval service says. */
    @Job(name = "Refresh the index of notebook %0")
    public void refreshIndex(String notebookId, JobContext jobContext) {
        List<Source> all = sources.findByNotebookIdOrderById(notebookId);
        if (all.isEmpty()) {
            return;
        }
        String datasetId = datasets.datasetOf(notebookId);
        int documents = retrieval.countDocuments(datasetId).join();
        jobContext.logger().info(documents + " documents in data set " + datasetId);

        JobDashboardProgressBar progressBar = jobContext.progressBar(all.size());
        for (Source source : all) {
            if (source.getDocumentId() != null) {
                DocumentStatus status = retrieval.documentStatus(datasetId, source.getDocumentId()).join();
                if (status.chunkCount() != source.getChunkCount()) {
                    registry.updateChunkCount(source.getId(), status.chunkCount());
                }
            }
            progressBar.increaseByOne();
        }
    }
}
