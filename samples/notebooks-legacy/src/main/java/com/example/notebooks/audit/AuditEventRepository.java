package com.example.notebooks.audit;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

public interface AuditEventRepository extends JpaRepository<AuditEvent, Long> {

    List<AuditEvent> findByNotebookIdOrderById(String notebookId);

    boolean existsByNotebookIdAndAction(String notebookId, String action);

    @Modifying
    @Query("delete from AuditEvent e where e.createdAt < :before")
    int deleteOlderThan(Instant before);
}
