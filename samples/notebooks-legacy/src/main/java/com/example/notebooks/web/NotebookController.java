package com.example.notebooks.web;

import com.example.notebooks.audit.AuditEvent;
import com.example.notebooks.audit.AuditLog;
import com.example.notebooks.export.ExportNotebookRequest;
import com.example.notebooks.notebook.ArchiveTasks;
import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookService;
import com.example.notebooks.publish.PublishingTasks;
import com.example.notebooks.reminder.ReminderTasks;
import com.example.notebooks.retrieval.IndexTasks;
import com.example.notebooks.source.Source;
import com.example.notebooks.summary.SummaryTasks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.scheduling.JobScheduler;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping(path = "/notebooks", produces = MediaType.APPLICATION_JSON_VALUE)
class NotebookController {

    private final NotebookService notebooks;
    private final AuditLog auditLog;
    private final JobScheduler jobScheduler;
    private final JobRequestScheduler jobRequestScheduler;

    NotebookController(
            NotebookService notebooks,
            AuditLog auditLog,
            JobScheduler jobScheduler,
            JobRequestScheduler jobRequestScheduler) {
        this.notebooks = notebooks;
        this.auditLog = auditLog;
        this.jobScheduler = jobScheduler;
        this.jobRequestScheduler = jobRequestScheduler;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Notebook create(@RequestBody NewNotebook request) {
        return notebooks.create(request.title(), request.ownerId());
    }

    @GetMapping
    List<Notebook> list() {
        return notebooks.list();
    }

    @GetMapping("/{id}")
    Notebook get(@PathVariable String id) {
        return notebooks.get(id);
    }

    @GetMapping("/{id}/sources")
    List<Source> sources(@PathVariable String id) {
        return notebooks.sources(id);
    }

    @GetMapping("/{id}/events")
    List<AuditEvent> events(@PathVariable String id) {
        return auditLog.of(id);
    }

    @PostMapping("/{id}/urls")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob addUrl(@PathVariable String id, @RequestBody NewUrl request) {
        return AcceptedJob.of(notebooks.addUrl(id, request.url(), request.userId()));
    }

    @PostMapping(path = "/{id}/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob addFile(@PathVariable String id, @RequestParam MultipartFile file, @RequestParam long userId)
            throws IOException {
        String name = file.getOriginalFilename();
        return AcceptedJob.of(notebooks.addFile(id, name, file.getContentType(), file.getBytes(), userId));
    }

    @PostMapping("/{id}/summary")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob summarise(@PathVariable String id) {
        return AcceptedJob.of(jobScheduler.<SummaryTasks>enqueue(tasks -> tasks.summarise(id)));
    }

    @PostMapping("/{id}/refresh")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob refresh(@PathVariable String id) {
        return AcceptedJob.of(jobScheduler.<IndexTasks>enqueue(tasks -> tasks.refreshIndex(id, JobContext.Null)));
    }

    @PostMapping("/{id}/publish")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob publish(@PathVariable String id) {
        return AcceptedJob.of(jobScheduler.<PublishingTasks>enqueue(tasks -> tasks.publish(id)));
    }

    @PostMapping("/{id}/archive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob archive(@PathVariable String id, @RequestParam long userId) {
        return AcceptedJob.of(jobScheduler.<ArchiveTasks>enqueue(tasks -> tasks.archiveNotebook(id, userId)));
    }

    @PostMapping("/{id}/export")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob export(@PathVariable String id, @RequestParam long userId) {
        return AcceptedJob.of(jobRequestScheduler.enqueue(new ExportNotebookRequest(id, userId)));
    }

    @PostMapping("/{id}/reminders")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedJob remind(@PathVariable String id, @RequestBody NewReminder request) {
        String message = request.message();
        Instant when = Instant.now().plus(request.after());
        return AcceptedJob.of(
                jobScheduler.<ReminderTasks>schedule(when, tasks -> tasks.remindOwner(id, message)));
    }

    record NewNotebook(String title, long ownerId) {}

    record NewUrl(String url, long userId) {}

    record NewReminder(String message, Duration after) {}

    record AcceptedJob(UUID jobId) {

        static AcceptedJob of(JobId id) {
            return new AcceptedJob(id.asUUID());
        }
    }
}
