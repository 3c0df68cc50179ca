package com.example.notebooks.retrieval;

/** How far the retrieval service is with a document. */
public record DocumentStatus(String documentId, String run, int chunkCount, String message) {

    public boolean done() {
        return "DONE".equals(run);
    }

    public boolean failed() {
        return "FAIL".equals(run) || "CANCEL".equals(run);
    }
}
