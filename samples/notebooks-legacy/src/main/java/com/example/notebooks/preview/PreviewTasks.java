package com.example.notebooks.preview;

import com.example.notebooks.config.NotebooksProperties;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import com.example.notebooks.storage.ObjectKeys;
import com.example.notebooks.storage.ObjectStore;
import com.example.notebooks.tenant.Tenants;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;

@Component
public class PreviewTasks {

    private final Object licence = new Object();

    private final SourceRegistry registry;
    private final ObjectStore objectStore;
    private final HttpClient http;
    private final NotebooksProperties properties;

    public PreviewTasks(
            SourceRegistry registry, ObjectStore objectStore, HttpClient http, NotebooksProperties properties) {
        this.registry = registry;
        this.objectStore = objectStore;
        this.http = http;
        this.properties = properties;
    }

    @Job(name = "Render a preview of source %0")
    public void renderPreview(long sourceId) throws IOException, InterruptedException {
        String tenant = Tenants.current();
        Source source = registry.get(sourceId);
        HttpResponse<byte[]> image;
        // The renderer's licence allows one page at a time for each of our processes.
        synchronized (licence) {
            image = http.send(previewRequest(sourceId), HttpResponse.BodyHandlers.ofByteArray());
        }
        if (image.statusCode() != 200) {
            throw new IOException("The renderer answered " + image.statusCode() + " for source " + sourceId);
        }
        objectStore.put(ObjectKeys.preview(tenant, source.getNotebookId(), sourceId), image.body(), "image/png");
    }

    private HttpRequest previewRequest(long sourceId) {
        return HttpRequest.newBuilder(URI.create(properties.web().baseUrl() + "/preview/" + sourceId))
                .timeout(properties.requestTimeout())
                .GET()
                .build();
    }
}
