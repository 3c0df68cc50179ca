package com.example.notebooks.web;

import com.example.notebooks.imports.ImportRequest;
import com.example.notebooks.imports.ImportService;
import com.example.notebooks.imports.ImportedJob;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ImportController {

    private final ImportService imports;

    ImportController(ImportService imports) {
        this.imports = imports;
    }

    @PostMapping(path = "/imports", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    List<ImportedJob> run(@RequestBody ImportRequest request) {
        return imports.run(request);
    }
}
