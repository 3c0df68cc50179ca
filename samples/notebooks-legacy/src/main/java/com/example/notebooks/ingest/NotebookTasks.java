package com.example.notebooks.ingest;

import com.example.notebooks.config.NotebooksProperties;
import com.example.notebooks.retrieval.DatasetDirectory;
import com.example.notebooks.retrieval.DocumentStatus;
import com.example.notebooks.retrieval.RetrievalClient;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import com.example.notebooks.storage.ObjectKeys;
import com.example.notebooks.storage.ObjectStore;
import com.example.notebooks.tenant.Tenants;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jobrunr.jobs.annotations.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes pages and files into a notebook: fetch, keep, hand over to the retrieval service, wait until it is searchable. */
@Component
public class NotebookTasks {

    private static final Logger LOG = LoggerFactory.getLogger(NotebookTasks.class);

    private final HttpClient http;
    private final MinioAsyncClient minio;
    private final ObjectStore objectStore;
    private final RetrievalClient retrieval;
    private final DatasetDirectory datasets;
    private final SourceRegistry registry;
    private final TextExtractors extractors;
    private final NotebooksProperties properties;

    public NotebookTasks(
            HttpClient http,
            MinioAsyncClient minio,
            ObjectStore objectStore,
            RetrievalClient retrieval,
            DatasetDirectory datasets,
            SourceRegistry registry,
            TextExtractors extractors,
            NotebooksProperties properties) {
        this.http = http;
        this.minio = minio;
        this.objectStore = objectStore;
        this.retrieval = retrieval;
        this.datasets = datasets;
        this.registry = registry;
        this.extractors = extractors;
        this.properties = properties;
    }

    @Job(name = "Process page %0")
    public void processUrl(String url, String notebookId, long userId) throws Exception {
        String tenant = Tenants.current();
        Source source = registry.register(notebookId, url, userId);
        if (source.isReady()) {
            LOG.debug("{} is already in notebook {}", url, notebookId);
            return;
        }

        HttpResponse<byte[]> page = http.send(pageRequest(url), HttpResponse.BodyHandlers.ofByteArray());
        if (page.statusCode() == 404 || page.statusCode() == 410) {
            registry.markFailed(source.getId(), "The page is gone (" + page.statusCode() + ")");
            return;
        }
        if (page.statusCode() != 200) {
            throw new IOException(url + " answered " + page.statusCode());
        }

        byte[] content = page.body();
        String key = ObjectKeys.page(tenant, notebookId, source.getId());
        PutObjectArgs upload = PutObjectArgs.builder()
                .bucket(properties.s3().bucket())
                .object(key)
                .contentType("text/html")
                .stream(new ByteArrayInputStream(content), content.length, -1)
                .build();
        minio.putObject(upload).get();

        String datasetId = datasets.datasetOf(notebookId);
        String documentId = retrieval.uploadDocument(datasetId, source.getId() + ".html", content).join();
        retrieval.startParsing(datasetId, documentId).join();
        int chunks = awaitParsed(datasetId, documentId);
        registry.markReady(source.getId(), key, documentId, chunks);
    }

    @Job(name = "Process file %0")
    public void processFile(long sourceId) throws IOException, InterruptedException {
        Source source = registry.get(sourceId);
        if (source.isReady()) {
            return;
        }

        byte[] content = objectStore.get(source.getObjectKey());
        TextExtractor extractor = extractors.forContentType(source.getContentType());
        String text = extractor.extract(source.getLocation(), content);
        if (text.isBlank()) {
            registry.markFailed(sourceId, "There is no text in the file");
            return;
        }
        registry.saveText(sourceId, text);

        String datasetId = datasets.datasetOf(source.getNotebookId());
        String documentId = retrieval.uploadDocument(datasetId, source.getLocation(), content).join();
        retrieval.startParsing(datasetId, documentId).join();
        int chunks = awaitParsed(datasetId, documentId);
        registry.markReady(sourceId, source.getObjectKey(), documentId, chunks);
    }

    private int awaitParsed(String datasetId, String documentId) throws InterruptedException {
        long deadline = System.nanoTime() + properties.pollTimeout().toNanos();
        int chunks = -1;
        while (System.nanoTime() < deadline) {
            DocumentStatus status = retrieval.documentStatus(datasetId, documentId).join();
            if (status.failed()) {
                throw new ParsingFailedException(documentId, status.message());
            }
            if (status.done()) {
                chunks = status.chunkCount();
                break;
            }
            Thread.sleep(properties.pollInterval().toMillis());
        }
        if (chunks < 0) {
            throw new ParsingFailedException(documentId, "no result after " + properties.pollTimeout());
        }
        return chunks;
    }

    private HttpRequest pageRequest(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(properties.requestTimeout())
                .header("Accept", "text/html")
                .GET()
                .build();
    }
}
