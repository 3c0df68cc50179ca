package com.example.notebooks.web;

import com.example.notebooks.preview.PreviewTasks;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import com.example.notebooks.storage.MirrorTasks;
import com.example.notebooks.summary.SummaryTasks;
import java.util.UUID;
import org.jobrunr.scheduling.JobScheduler;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/sources", produces = MediaType.APPLICATION_JSON_VALUE)
class SourceController {

    private final SourceRegistry registry;
    private final JobScheduler jobScheduler;
    private final PreviewTasks previewTasks;

    SourceController(SourceRegistry registry, JobScheduler jobScheduler, PreviewTasks previewTasks) {
        this.registry = registry;
        this.jobScheduler = jobScheduler;
        this.previewTasks = previewTasks;
    }

    @GetMapping("/{id}")
    Source get(@PathVariable long id) {
        return registry.get(id);
    }

    @PostMapping("/{id}/preview")
    @ResponseStatus(HttpStatus.ACCEPTED)
    UUID preview(@PathVariable long id) {
        return jobScheduler.enqueue(() -> previewTasks.renderPreview(id)).asUUID();
    }

    @PostMapping("/{id}/mirror")
    @ResponseStatus(HttpStatus.ACCEPTED)
    UUID mirror(@PathVariable long id) {
        return jobScheduler.<MirrorTasks>enqueue(tasks -> tasks.mirrorSource(id)).asUUID();
    }

    @PostMapping("/{id}/passages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    UUID passages(@PathVariable long id) {
        return jobScheduler.<SummaryTasks>enqueue(tasks -> tasks.splitIntoPassages(id)).asUUID();
    }
}
