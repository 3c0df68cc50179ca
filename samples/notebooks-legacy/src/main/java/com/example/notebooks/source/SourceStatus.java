package com.example.notebooks.source;

public enum SourceStatus {
    NEW,
    READY,
    FAILED
}
