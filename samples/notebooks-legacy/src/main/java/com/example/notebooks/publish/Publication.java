package com.example.notebooks.publish;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "publication")
public class Publication {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "publication_seq")
    @SequenceGenerator(name = "publication_seq", sequenceName = "publication_seq", allocationSize = 100)
    private Long id;

    private String notebookId;

    private String link;

    private Instant publishedAt;

    protected Publication() {}

    public Publication(String notebookId) {
        this.notebookId = notebookId;
    }

    public void publishedAs(String link) {
        this.link = link;
        this.publishedAt = Instant.now();
    }

    public Long getId() {
        return id;
    }

    public String getNotebookId() {
        return notebookId;
    }

    public String getLink() {
        return link;
    }

    public Instant getPublishedAt() {
        return publishedAt;
    }
}
