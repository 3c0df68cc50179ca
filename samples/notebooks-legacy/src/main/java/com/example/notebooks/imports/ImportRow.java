package com.example.notebooks.imports;

/** What one job of an import works on. */
record ImportRow(TaskKind kind, int number, String notebookId, long sourceId) {}
