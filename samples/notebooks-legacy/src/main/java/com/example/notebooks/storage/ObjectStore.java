package com.example.notebooks.storage;

import com.example.notebooks.config.NotebooksProperties;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import jakarta.annotation.PostConstruct;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** Our bucket. */
@Component
public class ObjectStore {

    private final MinioClient minioClient;
    private final MinioAsyncClient minio;
    private final String bucket;

    public ObjectStore(MinioClient minioClient, MinioAsyncClient minio, NotebooksProperties properties) {
        this.minioClient = minioClient;
        this.minio = minio;
        this.bucket = properties.s3().bucket();
    }

    @PostConstruct
    void createBucket() throws MinioException, GeneralSecurityException, IOException {
        if (minioClient.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
            return;
        }
        try {
            minioClient.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
        } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().startsWith("BucketAlready")) {
                throw e;
            }
        }
    }

    public void put(String key, byte[] content, String contentType) {
        try {
            minio.putObject(PutObjectArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .contentType(contentType)
                            .stream(new ByteArrayInputStream(content), content.length, -1)
                            .build())
                    .join();
        } catch (MinioException | GeneralSecurityException | IOException | CompletionException e) {
            throw new StorageFailedException("Could not store " + key, e);
        }
    }

    public byte[] get(String key) {
        try (GetObjectResponse object = minio.getObject(
                        GetObjectArgs.builder().bucket(bucket).object(key).build())
                .join()) {
            return object.readAllBytes();
        } catch (MinioException | GeneralSecurityException | IOException | CompletionException e) {
            throw new StorageFailedException("Could not read " + key, e);
        }
    }
}
