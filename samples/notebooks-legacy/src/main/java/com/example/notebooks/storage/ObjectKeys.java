package com.example.notebooks.storage;

/** Where things are in the bucket. */
public final class ObjectKeys {

    private ObjectKeys() {}

    public static String page(String tenant, String notebookId, long sourceId) {
        return tenant + "/" + notebookId + "/pages/" + sourceId + ".html";
    }

    public static String upload(String tenant, String notebookId, String name) {
        return tenant + "/" + notebookId + "/files/" + name;
    }

    public static String preview(String tenant, String notebookId, long sourceId) {
        return tenant + "/" + notebookId + "/previews/" + sourceId + ".png";
    }

    public static String export(String tenant, String notebookId) {
        return tenant + "/" + notebookId + "/export.md";
    }

    public static String importSample(String tenant, String name) {
        return tenant + "/imports/" + name;
    }
}
