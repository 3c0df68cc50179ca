package com.example.notebooks.ingest;

import com.example.notebooks.config.NotebooksProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Sends everything that is not text to the text recognition service. */
@Component
@Order(2)
class ScannedTextExtractor implements TextExtractor {

    private final HttpClient http;
    private final NotebooksProperties properties;

    ScannedTextExtractor(HttpClient http, NotebooksProperties properties) {
        this.http = http;
        this.properties = properties;
    }

    @Override
    public boolean supports(String contentType) {
        return true;
    }

    @Override
    public String extract(String name, byte[] content) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(properties.web().baseUrl() + "/ocr"))
                .timeout(properties.requestTimeout())
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Text recognition of " + name + " answered " + response.statusCode());
        }
        return response.body();
    }
}
