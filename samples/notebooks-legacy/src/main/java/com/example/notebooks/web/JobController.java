package com.example.notebooks.web;

import com.example.notebooks.audit.CleanupTasks;
import com.example.notebooks.imports.ImportedJob;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.StorageProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

    private final StorageProvider storageProvider;
    private final JobScheduler jobScheduler;

    JobController(StorageProvider storageProvider, JobScheduler jobScheduler) {
        this.storageProvider = storageProvider;
        this.jobScheduler = jobScheduler;
    }

    /** Cleans up now, and not only at night. */
    @PostMapping("/cleanup")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ImportedJob cleanUp() {
        UUID id = jobScheduler.<CleanupTasks>enqueue(tasks -> tasks.removeOldAuditEvents()).asUUID();
        return new ImportedJob(id, "CleanupTasks.removeOldAuditEvents");
    }

    @GetMapping("/{id}")
    JobView get(@PathVariable UUID id) {
        Job job = storageProvider.getJobById(id);
        return new JobView(job.getId(), job.getJobName(), job.getState().name());
    }

    @GetMapping
    JobCounts counts() {
        JobStats stats = storageProvider.getJobStats();
        return new JobCounts(
                stats.getScheduled(),
                stats.getEnqueued(),
                stats.getProcessing(),
                stats.getFailed(),
                stats.getSucceeded(),
                stats.getBackgroundJobServers());
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.NOT_FOUND)
    void notFound(JobNotFoundException e) {}

    record JobView(UUID id, String name, String state) {}

    record JobCounts(long scheduled, long enqueued, long processing, long failed, long succeeded, int servers) {}
}
