package com.example.notebooks.retrieval;

import com.example.notebooks.config.NotebooksProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Speaks RagFlow's HTTP API: data sets, documents, parsing into chunks. Every call answers with a future. */
@Component
public class RetrievalClient {

    private static final String DATASETS = "/api/v1/datasets";

    private final HttpClient http;
    private final ObjectMapper json;
    private final NotebooksProperties properties;

    public RetrievalClient(HttpClient http, ObjectMapper json, NotebooksProperties properties) {
        this.http = http;
        this.json = json;
        this.properties = properties;
    }

    /** The id of the new data set; a {@link RetrievalException} if there is one of that name. */
    public CompletableFuture<String> createDataset(String name) {
        return call("POST", DATASETS, jsonBody(Map.of("name", name)), "application/json")
                .thenApply(data -> data.path("id").asText());
    }

    public CompletableFuture<Optional<String>> findDataset(String name) {
        String query = "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return call("GET", DATASETS + query, BodyPublishers.noBody(), "application/json")
                .thenApply(data -> data.isEmpty()
                        ? Optional.empty()
                        : Optional.of(data.get(0).path("id").asText()));
    }

    public CompletableFuture<String> uploadDocument(String datasetId, String fileName, byte[] content) {
        String boundary = "notebooks-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + fileName.replace('"', '_') + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        String tail = "\r\n--" + boundary + "--\r\n";
        BodyPublisher body = BodyPublishers.ofByteArrays(List.of(
                head.getBytes(StandardCharsets.UTF_8), content, tail.getBytes(StandardCharsets.UTF_8)));
        return call("POST", documents(datasetId), body, "multipart/form-data; boundary=" + boundary)
                .thenApply(data -> data.get(0).path("id").asText());
    }

    public CompletableFuture<Void> startParsing(String datasetId, String documentId) {
        BodyPublisher body = jsonBody(Map.of("document_ids", List.of(documentId)));
        return call("POST", DATASETS + "/" + datasetId + "/chunks", body, "application/json")
                .thenApply(data -> null);
    }

    public CompletableFuture<DocumentStatus> documentStatus(String datasetId, String documentId) {
        return call("GET", documents(datasetId) + "?id=" + documentId, BodyPublishers.noBody(), "application/json")
                .thenApply(data -> {
                    JsonNode document = data.path("docs").path(0);
                    return new DocumentStatus(
                            documentId,
                            document.path("run").asText(),
                            document.path("chunk_count").asInt(),
                            document.path("progress_msg").asText());
                });
    }

    public CompletableFuture<Integer> countDocuments(String datasetId) {
        return call("GET", documents(datasetId) + "?page_size=1", BodyPublishers.noBody(), "application/json")
                .thenApply(data -> data.path("total").asInt());
    }

    private static String documents(String datasetId) {
        return DATASETS + "/" + datasetId + "/documents";
    }

    private CompletableFuture<JsonNode> call(String method, String path, BodyPublisher body, String contentType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(properties.retrieval().baseUrl() + path))
                .timeout(properties.requestTimeout())
                .header("Authorization", "Bearer " + properties.retrieval().apiKey())
                .header("Content-Type", contentType)
                .method(method, body)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::data);
    }

    private JsonNode data(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new RetrievalException(response.statusCode(), response.body());
        }
        try {
            JsonNode answer = json.readTree(response.body());
            int code = answer.path("code").asInt();
            if (code != 0) {
                throw new RetrievalException(code, answer.path("message").asText());
            }
            return answer.path("data");
        } catch (JsonProcessingException e) {
            throw new RetrievalException(response.statusCode(), e.getOriginalMessage());
        }
    }

    private BodyPublisher jsonBody(Object value) {
        try {
            return BodyPublishers.ofString(json.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + value, e);
        }
    }
}
