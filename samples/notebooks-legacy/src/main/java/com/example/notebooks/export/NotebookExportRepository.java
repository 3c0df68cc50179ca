package com.example.notebooks.export;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

public interface NotebookExportRepository extends JpaRepository<NotebookExport, Long> {

    List<NotebookExport> findByNotebookId(String notebookId);
}
