package com.example.notebooks.notebook;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
public class NotebookNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotebookNotFoundException(String notebookId) {
        super("There is no notebook " + notebookId);
    }
}
