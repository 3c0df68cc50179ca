package com.example.notebooks.notebook;

public enum NotebookStatus {
    ACTIVE,
    ARCHIVED
}
