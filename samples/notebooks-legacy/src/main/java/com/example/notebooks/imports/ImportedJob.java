package com.example.notebooks.imports;

import java.util.UUID;

/** A job that JobRunr has accepted. */
public record ImportedJob(UUID id, String task) {}
