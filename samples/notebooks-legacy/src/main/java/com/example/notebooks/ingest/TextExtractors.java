package com.example.notebooks.ingest;

import java.util.List;
import org.springframework.stereotype.Component;

/** Chooses the first extractor that knows the content type. */
@Component
public class TextExtractors {

    private final List<TextExtractor> extractors;

    public TextExtractors(List<TextExtractor> extractors) {
        this.extractors = extractors;
    }

    public TextExtractor forContentType(String contentType) {
        for (TextExtractor extractor : extractors) {
            if (extractor.supports(contentType)) {
                return extractor;
            }
        }
        throw new IllegalStateException("Nothing can read " + contentType);
    }
}
