package com.example.notebooks.notebook;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

public interface NotebookRepository extends JpaRepository<Notebook, String> {

    List<Notebook> findTop100ByTenantOrderByCreatedAtDesc(String tenant);
}
