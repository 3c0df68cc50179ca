package com.example.notebooks.storage;

public class MirrorUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MirrorUnavailableException(String name, int status) {
        super("The mirror did not take " + name + " (" + status + ")");
    }
}
