package com.example.notebooks.config;

import io.lettuce.core.RedisClient;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClientsConfig {

    private static final String REGION = "us-east-1";

    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient(NotebooksProperties properties) {
        return RedisClient.create(properties.redis().uri());
    }

    @Bean
    HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    @Bean
    MinioClient minioClient(NotebooksProperties properties) {
        NotebooksProperties.S3 s3 = properties.s3();
        return MinioClient.builder()
                .endpoint(s3.endpoint())
                .region(REGION)
                .credentials(s3.accessKey(), s3.secretKey())
                .build();
    }

    @Bean
    MinioAsyncClient minioAsyncClient(NotebooksProperties properties) {
        NotebooksProperties.S3 s3 = properties.s3();
        return MinioAsyncClient.builder()
                .endpoint(s3.endpoint())
                .region(REGION)
                .credentials(s3.accessKey(), s3.secretKey())
                .build();
    }
}
