package com.example.notebooks.source;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

public interface SourceRepository extends JpaRepository<Source, Long> {

    List<Source> findByNotebookIdOrderById(String notebookId);

    Optional<Source> findByNotebookIdAndLocation(String notebookId, String location);
}
