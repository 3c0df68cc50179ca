package com.example.notebooks.ingest;

import java.nio.charset.StandardCharsets;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

@Component
@Order(1)
class PlainTextExtractor implements TextExtractor {

    @Override
    public boolean supports(String contentType) {
        return contentType != null && contentType.startsWith("text/");
    }

    @Override
    public String extract(String name, byte[] content) {
        return new String(content, StandardCharsets.UTF_8).strip();
    }
}
