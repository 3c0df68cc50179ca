package com.example.notebooks.ingest;

import java.io.IOException;

/** Finds the text in a file. */
public interface TextExtractor {

    boolean supports(String contentType);

    String extract(String name, byte[] content) throws IOException, InterruptedException;
}
