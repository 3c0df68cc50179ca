package com.example.notebooks.export;

import org.jobrunr.jobs.lambdas.JobRequest;

public class ExportNotebookRequest implements JobRequest {

    private static final long serialVersionUID = 1L;

    private String notebookId;
    private long userId;

    protected ExportNotebookRequest() {}

    public ExportNotebookRequest(String notebookId, long userId) {
        this.notebookId = notebookId;
        this.userId = userId;
    }

    public String getNotebookId() {
        return notebookId;
    }

    public long getUserId() {
        return userId;
    }

    @Override
    public Class<ExportNotebookHandler> getJobRequestHandler() {
        return ExportNotebookHandler.class;
    }
}
