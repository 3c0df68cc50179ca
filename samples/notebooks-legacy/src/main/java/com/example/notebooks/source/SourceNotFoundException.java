package com.example.notebooks.source;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
public class SourceNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SourceNotFoundException(long sourceId) {
        super("There is no source " + sourceId);
    }
}
