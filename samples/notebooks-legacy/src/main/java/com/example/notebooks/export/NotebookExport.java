package com.example.notebooks.export;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "notebook_export")
public class NotebookExport {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "notebook_export_seq")
    @SequenceGenerator(name = "notebook_export_seq", sequenceName = "notebook_export_seq", allocationSize = 100)
    private Long id;

    private String notebookId;

    private long requestedBy;

    private String objectKey;

    private long bytes;

    private Instant createdAt;

    protected NotebookExport() {}

    public NotebookExport(String notebookId, long requestedBy, String objectKey, long bytes) {
        this.notebookId = notebookId;
        this.requestedBy = requestedBy;
        this.objectKey = objectKey;
        this.bytes = bytes;
        this.createdAt = Instant.now();
    }

    public Long getId() {
        return id;
    }

    public String getNotebookId() {
        return notebookId;
    }

    public long getRequestedBy() {
        return requestedBy;
    }

    public String getObjectKey() {
        return objectKey;
    }

    public long getBytes() {
        return bytes;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }
}
