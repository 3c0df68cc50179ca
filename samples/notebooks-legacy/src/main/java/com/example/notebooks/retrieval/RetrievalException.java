package com.example.notebooks.retrieval;

public class RetrievalException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int code;

    public RetrievalException(int code, String message) {
        super("The retrieval service answered " + code + ": " + message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
