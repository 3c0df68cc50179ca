package com.example.notebooks.reminder;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

public interface ReminderRepository extends JpaRepository<Reminder, Long> {

    List<Reminder> findByNotebookId(String notebookId);

    boolean existsByNotebookIdAndMessage(String notebookId, String message);
}
