package com.example.notebooks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class NotebooksApplication {

    public static void main(String[] args) {
        SpringApplication.run(NotebooksApplication.class, args);
    }
}
