package com.example.notebooks.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Everything the application wants to know about its surroundings. */
@ConfigurationProperties("notebooks")
public record NotebooksProperties(
        Redis redis,
        S3 s3,
        Retrieval retrieval,
        Web web,
        @DefaultValue("20ms") Duration pollInterval,
        @DefaultValue("30s") Duration pollTimeout,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("90d") Duration auditRetention) {

    /** The queue of background jobs. */
    public record Redis(@DefaultValue("redis://127.0.0.1:6379") String uri) {}

    /** Where pages, files and exports are kept. */
    public record S3(
            @DefaultValue("http://127.0.0.1:9000") String endpoint,
            String accessKey,
            String secretKey,
            @DefaultValue("notebooks") String bucket) {}

    /** The retrieval service that makes documents searchable. */
    public record Retrieval(@DefaultValue("http://127.0.0.1:9380") String baseUrl, String apiKey) {}

    /** Our helper services: text recognition, sharing, page previews and the mirror. */
    public record Web(@DefaultValue("http://127.0.0.1:8090") String baseUrl) {}
}
