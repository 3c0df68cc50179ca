package com.example.notebooks.reminder;

import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookRepository;
import java.util.Optional;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class ReminderTasks {

    private final NotebookRepository notebooks;
    private final ReminderRepository reminders;

    public ReminderTasks(NotebookRepository notebooks, ReminderRepository reminders) {
        this.notebooks = notebooks;
        this.reminders = reminders;
    }

    @Job(name = "Remind the owner of notebook %0")
    @Transactional
    public void remindOwner(String notebookId, String message) {
        Optional<Notebook> notebook = notebooks.findById(notebookId);
        if (notebook.isEmpty()) {
            return;
        }
        if (!reminders.existsByNotebookIdAndMessage(notebookId, message)) {
            reminders.save(new Reminder(notebookId, notebook.get().getOwnerId(), message));
        }
    }
}
