package com.example.notebooks.notebook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.UuidGenerator;

/** A collection of sources that belong together. Columns change on their own, so updates name only what changed. */
@Entity
@Table(name = "notebook")
@DynamicUpdate
public class Notebook {

    @Id
    @UuidGenerator
    private String id;

    @Column(nullable = false)
    private String tenant;

    @Column(nullable = false)
    private long ownerId;

    @Column(nullable = false)
    private String title;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private NotebookStatus status = NotebookStatus.ACTIVE;

    private String datasetId;

    @Column(length = 4000)
    private String summary;

    private int wordCount;

    private Instant createdAt;

    private Instant archivedAt;

    protected Notebook() {}

    public Notebook(String tenant, long ownerId, String title) {
        this.tenant = tenant;
        this.ownerId = ownerId;
        this.title = title;
        this.createdAt = Instant.now();
    }

    public void useDataset(String datasetId) {
        this.datasetId = datasetId;
    }

    public void summarised(String summary, int wordCount) {
        this.summary = summary;
        this.wordCount = wordCount;
    }

    public void archive(Instant when) {
        this.status = NotebookStatus.ARCHIVED;
        this.archivedAt = when;
    }

    public boolean isArchived() {
        return status == NotebookStatus.ARCHIVED;
    }

    public String getId() {
        return id;
    }

    public String getTenant() {
        return tenant;
    }

    public long getOwnerId() {
        return ownerId;
    }

    public String getTitle() {
        return title;
    }

    public NotebookStatus getStatus() {
        return status;
    }

    public String getDatasetId() {
        return datasetId;
    }

    public String getSummary() {
        return summary;
    }

    public int getWordCount() {
        return wordCount;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public Instant getArchivedAt() {
        return archivedAt;
    }
}
