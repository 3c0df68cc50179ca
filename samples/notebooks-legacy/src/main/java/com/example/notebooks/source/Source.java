package com.example.notebooks.source;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/** A web page or a file in a notebook. */
@Entity
@Table(name = "source")
@DynamicUpdate
public class Source {

    private static final int MAX_TEXT = 20_000;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "source_seq")
    @SequenceGenerator(name = "source_seq", sequenceName = "source_seq", allocationSize = 100)
    private Long id;

    @Column(nullable = false)
    private String notebookId;

    private long addedBy;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private SourceKind kind;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private SourceStatus status = SourceStatus.NEW;

    /** The URL of a page, the name of a file. */
    @Column(nullable = false, length = 1000)
    private String location;

    private String contentType;

    private String objectKey;

    private String documentId;

    private int chunkCount;

    @Column(length = MAX_TEXT)
    private String text;

    @Column(length = 1000)
    private String error;

    private Instant createdAt;

    private Instant mirroredAt;

    protected Source() {}

    private Source(String notebookId, long addedBy, SourceKind kind, String location) {
        this.notebookId = notebookId;
        this.addedBy = addedBy;
        this.kind = kind;
        this.location = location;
        this.createdAt = Instant.now();
    }

    public static Source url(String notebookId, long addedBy, String url) {
        return new Source(notebookId, addedBy, SourceKind.URL, url);
    }

    public static Source file(String notebookId, long addedBy, String name, String contentType, String objectKey) {
        Source source = new Source(notebookId, addedBy, SourceKind.FILE, name);
        source.contentType = contentType;
        source.objectKey = objectKey;
        return source;
    }

    public void ready(String objectKey, String documentId, int chunkCount) {
        this.objectKey = objectKey;
        this.documentId = documentId;
        this.chunkCount = chunkCount;
        this.status = SourceStatus.READY;
        this.error = null;
    }

    public void failed(String error) {
        this.status = SourceStatus.FAILED;
        this.error = error;
    }

    public void note(String error) {
        this.error = error;
    }

    public void extracted(String text) {
        this.text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    public void recounted(int chunkCount) {
        this.chunkCount = chunkCount;
    }

    public void mirrored(Instant when) {
        this.mirroredAt = when;
        this.error = null;
    }

    public boolean isReady() {
        return status == SourceStatus.READY;
    }

    public Long getId() {
        return id;
    }

    public String getNotebookId() {
        return notebookId;
    }

    public long getAddedBy() {
        return addedBy;
    }

    public SourceKind getKind() {
        return kind;
    }

    public SourceStatus getStatus() {
        return status;
    }

    public String getLocation() {
        return location;
    }

    public String getContentType() {
        return contentType;
    }

    public String getObjectKey() {
        return objectKey;
    }

    public String getDocumentId() {
        return documentId;
    }

    public int getChunkCount() {
        return chunkCount;
    }

    public String getText() {
        return text;
    }

    public String getError() {
        return error;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public Instant getMirroredAt() {
        return mirroredAt;
    }
}
