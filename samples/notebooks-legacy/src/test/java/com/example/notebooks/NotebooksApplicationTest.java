package com.example.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jobrunr.jobs.states.StateName.FAILED;
import static org.jobrunr.jobs.states.StateName.SCHEDULED;
import static org.jobrunr.jobs.states.StateName.SUCCEEDED;

import com.example.notebooks.audit.AuditEvent;
import com.example.notebooks.audit.AuditEventRepository;
import com.example.notebooks.audit.CleanupTasks;
import com.example.notebooks.backing.BackingServices;
import com.example.notebooks.export.NotebookExport;
import com.example.notebooks.export.NotebookExportRepository;
import com.example.notebooks.imports.ImportedJob;
import com.example.notebooks.notebook.NotebookService;
import com.example.notebooks.publish.PublicationRepository;
import com.example.notebooks.publish.PublishingTasks;
import com.example.notebooks.reminder.ReminderRepository;
import com.example.notebooks.retrieval.DatasetDirectory;
import com.example.notebooks.retrieval.RetrievalClient;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceStatus;
import com.example.notebooks.storage.ObjectStore;
import com.example.notebooks.storage.StorageFailedException;
import com.fasterxml.jackson.databind.JsonNode;
import io.minio.errors.ErrorResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.StorageProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The whole application. The tests run side by side, because each has to wait for the job server's next poll. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Execution(ExecutionMode.CONCURRENT)
@DirtiesContext // closes the application while Redis is still there
class NotebooksApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final int KINDS = 12;
    private static BackingServices backing;

    @Autowired
    private TestRestTemplate http;

    @Autowired
    private StorageProvider storageProvider;

    @Autowired
    private NotebookService notebooks;

    @Autowired
    private ObjectStore objectStore;

    @Autowired
    private DatasetDirectory datasets;

    @Autowired
    private RetrievalClient retrieval;

    @Autowired
    private AuditEventRepository auditEvents;

    @Autowired
    private PublicationRepository publications;

    @Autowired
    private NotebookExportRepository exports;

    @Autowired
    private ReminderRepository reminders;

    @Autowired
    private PublishingTasks publishingTasks;

    @Autowired
    private CleanupTasks cleanupTasks;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) throws Exception {
        backing = BackingServices.start(Map.of(
                "s3.port", "0",
                "web.port", "0",
                "retrieval.port", "0",
                "database.port", "0",
                "control.port", "0",
                "mirror.failure-rate", "0",
                "mirror.fail-first", "1"));
        backing.properties().forEach((name, value) -> registry.add(name, () -> value));
        String redis = RedisForTests.start();
        registry.add("notebooks.redis.uri", () -> redis);
        registry.add("notebooks.redis.key-prefix", () -> "test-" + UUID.randomUUID() + ":");
    }

    @Test
    void pageIsKeptAndMadeSearchable() {
        String notebookId = createNotebook("Reading list", "acme");
        String url = pages() + "otters";

        UUID job = post("/notebooks/" + notebookId + "/urls", Map.of("url", url, "userId", 7), "acme", "jobId");

        awaitState(job, SUCCEEDED);
        Source source = onlySource(notebookId);
        assertThat(source.getStatus()).isEqualTo(SourceStatus.READY);
        assertThat(source.getObjectKey()).startsWith("acme/" + notebookId);
        assertThat(new String(objectStore.get(source.getObjectKey()), StandardCharsets.UTF_8))
                .contains("<title>otters</title>");
        assertThat(retrieval.documentStatus(datasets.datasetOf(notebookId), source.getDocumentId()).join().chunkCount())
                .isEqualTo(source.getChunkCount())
                .isPositive();
    }

    @Test
    void missingPageIsNotRetried() {
        String notebookId = createNotebook("Dead links", "acme");

        UUID job = post(
                "/notebooks/" + notebookId + "/urls", Map.of("url", pages() + "missing", "userId", 7), "acme", "jobId");

        awaitState(job, SUCCEEDED);
        assertThat(onlySource(notebookId).getStatus()).isEqualTo(SourceStatus.FAILED);
        assertThat(onlySource(notebookId).getError()).contains("404");
    }

    @Test
    void uploadedFileIsReadAndExported() {
        String notebookId = createNotebook("Files", "acme");
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        form.add("userId", "7");
        form.add("file", new ByteArrayResource("Read me first".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "readme.txt";
            }
        });

        JsonNode answer = http.postForObject("/notebooks/" + notebookId + "/files", form, JsonNode.class);

        awaitState(UUID.fromString(answer.path("jobId").asText()), SUCCEEDED);
        assertThat(onlySource(notebookId).getText()).isEqualTo("Read me first");

        awaitState(post("/notebooks/" + notebookId + "/export?userId=7", Map.of(), "acme", "jobId"), SUCCEEDED);
        NotebookExport export = exports.findByNotebookId(notebookId).get(0);
        assertThat(new String(objectStore.get(export.getObjectKey()), StandardCharsets.UTF_8))
                .contains("## readme.txt", "Read me first");
    }

    @Test
    void tenantOfTheRequestIsTheTenantOfTheJob() {
        String notebookId = createNotebook("Ours", "tenant-of-this-test");

        await().atMost(PATIENCE).until(() -> !auditEvents.findByNotebookIdOrderById(notebookId).isEmpty());

        AuditEvent event = auditEvents.findByNotebookIdOrderById(notebookId).get(0);
        assertThat(event.getAction()).isEqualTo("notebook.created");
        assertThat(event.getTenant()).isEqualTo("tenant-of-this-test");
    }

    @Test
    void publicationIsRolledBackWhenTheShareServiceRefuses() {
        String notebookId = createNotebook("Confidential plans", "acme");

        assertThatThrownBy(() -> publishingTasks.publish(notebookId))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("422");

        assertThat(publications.existsByNotebookId(notebookId)).isFalse();
        assertThat(auditEvents.existsByNotebookIdAndAction(notebookId, "notebook.published")).isFalse();
    }

    @Test
    void publicationHasTheLinkOfTheShareService() {
        String notebookId = createNotebook("Holiday plans", "acme");

        awaitState(post("/notebooks/" + notebookId + "/publish", Map.of(), "acme", "jobId"), SUCCEEDED);

        assertThat(publications.findByNotebookId(notebookId).orElseThrow().getLink()).endsWith(notebookId);
    }

    @Test
    void fileThatIsNotThereIsReported() {
        assertThatThrownBy(() -> objectStore.get("no/such/file"))
                .isInstanceOf(StorageFailedException.class)
                .hasMessage("Could not read no/such/file")
                .hasRootCauseInstanceOf(ErrorResponseException.class);
    }

    @Test
    void reminderComesLater() {
        String notebookId = createNotebook("Later", "acme");

        UUID job = post(
                "/notebooks/" + notebookId + "/reminders",
                Map.of("message", "Have a look", "after", "PT1S"),
                "acme",
                "jobId");

        Job scheduled = storageProvider.getJobById(job);
        assertThat(scheduled.getState()).isEqualTo(SCHEDULED);
        assertThat(scheduled.getMetadata()).containsEntry("tenant", "acme");
        awaitState(job, SUCCEEDED);
        assertThat(reminders.findByNotebookId(notebookId)).hasSize(1);
    }

    @Test
    void importRunsEveryKindOfTaskAndRetriesTheFlakyUpload() {
        List<ImportedJob> jobs =
                List.of(http.postForObject("/imports", Map.of("count", 2 * KINDS, "mix", "all"), ImportedJob[].class));

        assertThat(jobs).extracting(ImportedJob::id).doesNotHaveDuplicates().hasSize(2 * KINDS);
        assertThat(jobs.stream().map(ImportedJob::task).distinct()).hasSize(KINDS);
        for (ImportedJob imported : jobs) {
            Job job = awaitState(imported.id(), SUCCEEDED);
            long failures = job.getJobStates().stream()
                    .filter(state -> state.getName() == FAILED)
                    .count();
            assertThat(failures)
                    .as("failures of %s", imported.task())
                    .isEqualTo(imported.task().equals("MirrorTasks.mirrorSource") ? 1 : 0);
        }
    }

    @Test
    void recurringCleanUpIsRegisteredAndKeepsRecentEvents() {
        String notebookId = createNotebook("Recent", "acme");
        auditEvents.save(new AuditEvent("acme", notebookId, "notebook.opened", "just now"));

        cleanupTasks.removeOldAuditEvents();

        assertThat(auditEvents.findByNotebookIdOrderById(notebookId)).isNotEmpty();
        assertThat(auditEvents.findAll()).allMatch(event -> event.getCreatedAt().isBefore(Instant.now()));
        assertThat(storageProvider.getRecurringJobs())
                .anyMatch(recurring -> recurring.getId().equals("remove-old-audit-events"));
    }

    @Test
    void cleanUpRunsOnRequestToo() {
        ImportedJob job = http.postForObject("/jobs/cleanup", null, ImportedJob.class);

        awaitState(job.id(), SUCCEEDED);
    }

    private String createNotebook(String title, String tenant) {
        HttpEntity<Map<String, Object>> request = as(tenant, Map.of("title", title, "ownerId", 7));
        return http.postForObject("/notebooks", request, JsonNode.class).path("id").asText();
    }

    private UUID post(String path, Map<String, Object> body, String tenant, String field) {
        JsonNode answer = http.postForObject(path, as(tenant, body), JsonNode.class);
        return UUID.fromString(answer.path(field).asText());
    }

    private static HttpEntity<Map<String, Object>> as(String tenant, Map<String, Object> body) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Tenant", tenant);
        return new HttpEntity<>(body, headers);
    }

    private Source onlySource(String notebookId) {
        List<Source> sources = notebooks.sources(notebookId);
        assertThat(sources).hasSize(1);
        return sources.get(0);
    }

    private Job awaitState(UUID id, StateName state) {
        return await().atMost(PATIENCE).until(() -> storageProvider.getJobById(id), job -> job.hasState(state));
    }

    private static String pages() {
        return backing.properties().get("notebooks.web.base-url") + "/pages/";
    }
}
