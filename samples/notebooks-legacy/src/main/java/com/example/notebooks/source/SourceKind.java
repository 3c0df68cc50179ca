package com.example.notebooks.source;

public enum SourceKind {
    URL,
    FILE
}
