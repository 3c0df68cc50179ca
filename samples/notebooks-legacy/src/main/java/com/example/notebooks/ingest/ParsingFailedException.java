package com.example.notebooks.ingest;

public class ParsingFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ParsingFailedException(String documentId, String reason) {
        super("Document " + documentId + " was not parsed: " + reason);
    }
}
