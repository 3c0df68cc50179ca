package com.example.notebooks.publish;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

public interface PublicationRepository extends JpaRepository<Publication, Long> {

    boolean existsByNotebookId(String notebookId);

    Optional<Publication> findByNotebookId(String notebookId);
}
