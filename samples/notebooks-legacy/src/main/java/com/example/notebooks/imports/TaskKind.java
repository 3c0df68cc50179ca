package com.example.notebooks.imports;

/** What an import can ask for, in the order in which the kinds take turns. */
enum TaskKind {
    PROCESS_URL("NotebookTasks.processUrl"),
    PROCESS_FILE("NotebookTasks.processFile"),
    SUMMARISE("SummaryTasks.summarise"),
    SPLIT("SummaryTasks.splitIntoPassages"),
    REFRESH_INDEX("IndexTasks.refreshIndex"),
    PUBLISH("PublishingTasks.publish"),
    EXPORT("ExportNotebookHandler.run"),
    RECORD_CREATED("AuditTasks.recordNotebookCreated"),
    MIRROR("MirrorTasks.mirrorSource"),
    REMIND("ReminderTasks.remindOwner"),
    PREVIEW("PreviewTasks.renderPreview"),
    ARCHIVE("ArchiveTasks.archiveNotebook");

    private final String task;

    TaskKind(String task) {
        this.task = task;
    }

    String task() {
        return task;
    }
}
