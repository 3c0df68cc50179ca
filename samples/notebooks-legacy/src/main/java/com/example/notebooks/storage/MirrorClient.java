package com.example.notebooks.storage;

import com.example.notebooks.config.NotebooksProperties;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** The mirror in the other data centre. It is often busy; whoever calls has to try again later. */
@Component
public class MirrorClient {

    private final HttpClient http;
    private final NotebooksProperties properties;

    public MirrorClient(HttpClient http, NotebooksProperties properties) {
        this.http = http;
        this.properties = properties;
    }

    public CompletableFuture<Void> push(String name, Path file) throws FileNotFoundException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(properties.web().baseUrl() + "/mirror/" + name))
                .timeout(properties.requestTimeout())
                .PUT(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(response -> {
            if (response.statusCode() >= 300) {
                throw new MirrorUnavailableException(name, response.statusCode());
            }
            return null;
        });
    }
}
