package com.example.notebooks.backing;

import com.example.notebooks.backing.SlowHttpServer.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The part of RagFlow's HTTP API that the application uses. Documents are counted, not kept. */
final class RetrievalServer implements AutoCloseable {

    private static final String DATASETS = "/api/v1/datasets";
    private static final int BYTES_PER_CHUNK = 256;
    private static final int NOT_FOUND = 102;
    private static final int NAME_TAKEN = 103;
    private static final int NO_KEY = 109;

    private final Behaviour behaviour;
    private final SlowHttpServer server;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Dataset> datasets = new ConcurrentHashMap<>();
    private final Map<String, String> datasetIds = new ConcurrentHashMap<>();

    RetrievalServer(int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = new SlowHttpServer(port, behaviour)
                .route(DATASETS, "retrieval", this::answer)
                .start();
    }

    String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(HttpExchange exchange, byte[] body) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (key == null || !key.startsWith("Bearer ")) {
            return error(NO_KEY, "An API key is needed");
        }
        String method = exchange.getRequestMethod();
        Map<String, String> query = query(exchange);
        String rest = exchange.getRequestURI().getPath().substring(DATASETS.length());
        String[] path = rest.isEmpty() ? new String[0] : rest.substring(1).split("/");
        if (path.length == 0) {
            return "POST".equals(method) ? createDataset(body) : listDatasets(query.get("name"));
        }
        Dataset dataset = datasets.get(path[0]);
        if (dataset == null || path.length < 2) {
            return error(NOT_FOUND, "There is no data set " + path[0]);
        }
        if ("chunks".equals(path[1])) {
            return parse(dataset, body);
        }
        return "POST".equals(method) ? upload(dataset, body) : listDocuments(dataset, query);
    }

    private Reply createDataset(byte[] body) throws IOException {
        String name = json.readTree(body).path("name").asText();
        String id = newId();
        if (datasetIds.putIfAbsent(name, id) != null) {
            return error(NAME_TAKEN, "There is a data set " + name);
        }
        Dataset dataset = new Dataset(id, name, new ConcurrentHashMap<>());
        datasets.put(id, dataset);
        return data(dataset.describe());
    }

    private Reply listDatasets(String name) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Dataset dataset : datasets.values()) {
            if (name == null || name.equals(dataset.name())) {
                found.add(dataset.describe());
            }
        }
        return data(found);
    }

    private Reply upload(Dataset dataset, byte[] body) throws IOException {
        String head = new String(body, 0, Math.min(body.length, 512), StandardCharsets.UTF_8);
        String name = head.replaceAll("(?s).*filename=\"([^\"]*)\".*", "$1");
        Document document = new Document(newId(), name, body.length);
        dataset.documents().put(document.id, document);
        return data(List.of(document.describe()));
    }

    private Reply parse(Dataset dataset, byte[] body) throws IOException {
        long ready = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) behaviour.get(Behaviour.PARSE_MS));
        for (JsonNode id : json.readTree(body).path("document_ids")) {
            Document document = dataset.documents().get(id.asText());
            if (document == null) {
                return error(NOT_FOUND, "There is no document " + id.asText());
            }
            document.startParsing(ready);
        }
        return data(null);
    }

    private Reply listDocuments(Dataset dataset, Map<String, String> query) throws IOException {
        String id = query.get("id");
        List<Map<String, Object>> found = new ArrayList<>();
        if (id != null) {
            Document document = dataset.documents().get(id);
            if (document == null) {
                return error(NOT_FOUND, "There is no document " + id);
            }
            found.add(document.describe());
        } else {
            int pageSize = Integer.parseInt(query.getOrDefault("page_size", "30"));
            dataset.documents().values().stream().limit(pageSize).forEach(d -> found.add(d.describe()));
        }
        return data(Map.of("docs", found, "total", id != null ? found.size() : dataset.documents().size()));
    }

    private Reply data(Object data) throws IOException {
        Map<String, Object> answer = new HashMap<>();
        answer.put("code", 0);
        answer.put("data", data);
        return Reply.json(json.writeValueAsBytes(answer));
    }

    private Reply error(int code, String message) throws IOException {
        return Reply.json(json.writeValueAsBytes(Map.of("code", code, "message", message)));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw == null) {
            return query;
        }
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private record Dataset(String id, String name, Map<String, Document> documents) {

        Map<String, Object> describe() {
            return Map.of("id", id, "name", name, "document_count", documents.size());
        }
    }

    private static final class Document {

        private final String id;
        private final String name;
        private final int size;
        private volatile boolean started;
        private volatile long readyAt;

        Document(String id, String name, int size) {
            this.id = id;
            this.name = name;
            this.size = size;
        }

        void startParsing(long readyAt) {
            this.readyAt = readyAt;
            this.started = true;
        }

        Map<String, Object> describe() {
            boolean done = started && System.nanoTime() - readyAt >= 0;
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("id", id);
            description.put("name", name);
            description.put("size", size);
            description.put("run", done ? "DONE" : started ? "RUNNING" : "UNSTART");
            description.put("progress", done ? 1.0 : 0.0);
            description.put("chunk_count", done ? 1 + size / BYTES_PER_CHUNK : 0);
            description.put("progress_msg", "");
            return description;
        }
    }
}
