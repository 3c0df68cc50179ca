package com.example.notebooks.summary;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** A piece of a source that fits on a card. */
@Entity
@Table(name = "passage")
public class Passage {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "passage_seq")
    @SequenceGenerator(name = "passage_seq", sequenceName = "passage_seq", allocationSize = 100)
    private Long id;

    private long sourceId;

    private int position;

    @Column(length = 1000)
    private String text;

    protected Passage() {}

    public Passage(long sourceId, int position, String text) {
        this.sourceId = sourceId;
        this.position = position;
        this.text = text;
    }

    public Long getId() {
        return id;
    }

    public long getSourceId() {
        return sourceId;
    }

    public int getPosition() {
        return position;
    }

    public String getText() {
        return text;
    }
}
