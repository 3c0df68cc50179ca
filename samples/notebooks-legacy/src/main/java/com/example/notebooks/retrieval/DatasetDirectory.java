package com.example.notebooks.retrieval;

import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookNotFoundException;
import com.example.notebooks.notebook.NotebookRepository;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Knows the data set of each notebook and creates it on first use. */
@Service
public class DatasetDirectory {

    private final NotebookRepository notebooks;
    private final RetrievalClient retrieval;

    public DatasetDirectory(NotebookRepository notebooks, RetrievalClient retrieval) {
        this.notebooks = notebooks;
        this.retrieval = retrieval;
    }

    public String datasetOf(String notebookId) {
        Notebook notebook =
                notebooks.findById(notebookId).orElseThrow(() -> new NotebookNotFoundException(notebookId));
        if (notebook.getDatasetId() != null) {
            return notebook.getDatasetId();
        }
        String datasetId = findOrCreate("notebook-" + notebookId);
        notebook.useDataset(datasetId);
        notebooks.save(notebook);
        return datasetId;
    }

    private String findOrCreate(String name) {
        Optional<String> existing = retrieval.findDataset(name).join();
        if (existing.isPresent()) {
            return existing.get();
        }
        return retrieval.createDataset(name).join();
    }
}
