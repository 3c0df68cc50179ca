package com.example.notebooks.publish;

import com.example.notebooks.audit.AuditLog;
import com.example.notebooks.config.NotebooksProperties;
import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookNotFoundException;
import com.example.notebooks.notebook.NotebookRepository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class PublishingTasks {

    private final NotebookRepository notebooks;
    private final PublicationRepository publications;
    private final AuditLog auditLog;
    private final HttpClient http;
    private final NotebooksProperties properties;

    public PublishingTasks(
            NotebookRepository notebooks,
            PublicationRepository publications,
            AuditLog auditLog,
            HttpClient http,
            NotebooksProperties properties) {
        this.notebooks = notebooks;
        this.publications = publications;
        this.auditLog = auditLog;
        this.http = http;
        this.properties = properties;
    }

    /** The row is there only if the share service took the notebook. */
    @Job(name = "Publish notebook %0")
    @Transactional(rollbackFor = Exception.class)
    public void publish(String notebookId) throws IOException, InterruptedException {
        Notebook notebook =
                notebooks.findById(notebookId).orElseThrow(() -> new NotebookNotFoundException(notebookId));
        if (publications.existsByNotebookId(notebookId)) {
            return;
        }
        Publication publication = publications.saveAndFlush(new Publication(notebookId));
        auditLog.record(notebookId, "notebook.published", notebook.getTitle());
        HttpResponse<String> answer = http.send(shareRequest(notebook), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("The share service answered " + answer.statusCode() + " for " + notebookId);
        }
        publication.publishedAs(answer.body());
    }

    private HttpRequest shareRequest(Notebook notebook) {
        return HttpRequest.newBuilder(URI.create(properties.web().baseUrl() + "/share/" + notebook.getId()))
                .timeout(properties.requestTimeout())
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(notebook.getTitle()))
                .build();
    }
}
