package com.example.notebooks.export;

import com.example.notebooks.config.NotebooksProperties;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRepository;
import com.example.notebooks.storage.ObjectKeys;
import com.example.notebooks.tenant.Tenants;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.springframework.stereotype.Component;

/** Writes a notebook as one Markdown file. */
@Component
public class ExportNotebookHandler implements JobRequestHandler<ExportNotebookRequest> {

    private final SourceRepository sources;
    private final NotebookExportRepository exports;
    private final MinioAsyncClient minio;
    private final NotebooksProperties properties;

    public ExportNotebookHandler(
            SourceRepository sources,
            NotebookExportRepository exports,
            MinioAsyncClient minio,
            NotebooksProperties properties) {
        this.sources = sources;
        this.exports = exports;
        this.minio = minio;
        this.properties = properties;
    }

    @Override
    @Job(name = "Export a notebook")
    public void run(ExportNotebookRequest request) throws Exception {
        String notebookId = request.getNotebookId();
        String key = ObjectKeys.export(Tenants.current(), notebookId);
        List<Source> all = sources.findByNotebookIdOrderById(notebookId);
        byte[] markdown = markdown(notebookId, all).getBytes(StandardCharsets.UTF_8);
        minio.putObject(PutObjectArgs.builder()
                        .bucket(properties.s3().bucket())
                        .object(key)
                        .contentType("text/markdown")
                        .stream(new ByteArrayInputStream(markdown), markdown.length, -1)
                        .build())
                .join();
        exports.save(new NotebookExport(notebookId, request.getUserId(), key, markdown.length));
    }

    private static String markdown(String notebookId, List<Source> sources) {
        StringBuilder out = new StringBuilder("# Notebook ").append(notebookId).append('\n');
        for (Source source : sources) {
            out.append("\n## ").append(source.getLocation()).append("\n\n");
            if (source.getText() != null) {
                out.append(source.getText()).append('\n');
            }
        }
        return out.toString();
    }
}
