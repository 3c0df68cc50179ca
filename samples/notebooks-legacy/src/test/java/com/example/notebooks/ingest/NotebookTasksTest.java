package com.example.notebooks.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.example.notebooks.config.NotebooksProperties;
import com.example.notebooks.retrieval.DatasetDirectory;
import com.example.notebooks.retrieval.DocumentStatus;
import com.example.notebooks.retrieval.RetrievalClient;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import com.example.notebooks.storage.ObjectStore;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minio.MinioAsyncClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.springframework.test.util.ReflectionTestUtils;

@ExtendWith(MockitoExtension.class)
class NotebookTasksTest {

    private static final String NOTEBOOK = "notebook-1";
    private static final byte[] PAGE = "<h1>Otters</h1>".getBytes(StandardCharsets.UTF_8);

    private final List<String> requests = new CopyOnWriteArrayList<>();

    private HttpServer site;
    private String url;

    @Mock
    private MinioAsyncClient minio;

    @Mock
    private ObjectStore objectStore;

    @Mock
    private RetrievalClient retrieval;

    @Mock
    private DatasetDirectory datasets;

    @Mock
    private SourceRegistry registry;

    private NotebookTasks tasks;

    @BeforeEach
    void openSite() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.start();
        url = "http://127.0.0.1:" + site.getAddress().getPort() + "/otters";
    }

    @AfterEach
    void closeSite() {
        site.stop(0);
    }

    @BeforeEach
    void createTasks() {
        NotebooksProperties properties = new NotebooksProperties(
                new NotebooksProperties.Redis("redis://unused"),
                new NotebooksProperties.S3("http://unused", "key", "secret", "notebooks"),
                new NotebooksProperties.Retrieval("http://unused", "key"),
                new NotebooksProperties.Web("http://unused"),
                Duration.ofMillis(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                Duration.ofDays(1));
        TextExtractors extractors = new TextExtractors(List.of(new PlainTextExtractor()));
        HttpClient http = HttpClient.newHttpClient();
        tasks = new NotebookTasks(http, minio, objectStore, retrieval, datasets, registry, extractors, properties);
    }

    @Test
    void pageIsMarkedReadyAfterItWasParsed() throws Exception {
        when(registry.register(NOTEBOOK, url, 7)).thenReturn(page());
        answerWith(200, PAGE);
        when(minio.putObject(any())).thenReturn(CompletableFuture.completedFuture(null));
        when(datasets.datasetOf(NOTEBOOK)).thenReturn("ds");
        when(retrieval.uploadDocument(eq("ds"), eq("41.html"), eq(PAGE))).thenReturn(done("doc"));
        when(retrieval.startParsing("ds", "doc")).thenReturn(done(null));
        when(retrieval.documentStatus("ds", "doc"))
                .thenReturn(status("RUNNING", 0))
                .thenReturn(status("RUNNING", 0))
                .thenReturn(status("DONE", 3));

        tasks.processUrl(url, NOTEBOOK, 7);

        assertThat(requests).containsExactly("GET /otters for text/html");
        verify(retrieval, times(3)).documentStatus("ds", "doc");
        verify(registry).markReady(41, "public/notebook-1/pages/41.html", "doc", 3);
    }

    @Test
    void readyPageIsLeftAlone() throws Exception {
        answerWith(200, PAGE);
        Source page = page();
        page.ready("key", "doc", 3);
        when(registry.register(NOTEBOOK, url, 7)).thenReturn(page);

        tasks.processUrl(url, NOTEBOOK, 7);

        assertThat(requests).isEmpty();
        verify(minio, never()).putObject(any());
    }

    @Test
    void missingPageIsMarkedAsFailed() throws Exception {
        when(registry.register(NOTEBOOK, url, 7)).thenReturn(page());
        answerWith(404, PAGE);

        tasks.processUrl(url, NOTEBOOK, 7);

        verify(registry).markFailed(41, "The page is gone (404)");
        verify(minio, never()).putObject(any());
    }

    @Test
    void brokenPageFailsTheJob() throws Exception {
        when(registry.register(NOTEBOOK, url, 7)).thenReturn(page());
        answerWith(500, PAGE);

        assertThatThrownBy(() -> tasks.processUrl(url, NOTEBOOK, 7))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("answered 500");
    }

    @Test
    void documentThatCannotBeParsedFailsTheJob() {
        when(registry.get(41)).thenReturn(file());
        when(objectStore.get("files/a.txt")).thenReturn("text".getBytes(StandardCharsets.UTF_8));
        when(datasets.datasetOf(NOTEBOOK)).thenReturn("ds");
        when(retrieval.uploadDocument(eq("ds"), anyString(), any())).thenReturn(done("doc"));
        when(retrieval.startParsing("ds", "doc")).thenReturn(done(null));
        when(retrieval.documentStatus("ds", "doc")).thenReturn(status("FAIL", 0));

        assertThatThrownBy(() -> tasks.processFile(41)).isInstanceOf(ParsingFailedException.class);
        verify(registry, never()).markReady(anyLong(), anyString(), anyString(), anyInt());
    }

    @Test
    void documentThatIsNeverParsedFailsTheJobInTheEnd() {
        when(registry.get(41)).thenReturn(file());
        when(objectStore.get("files/a.txt")).thenReturn("text".getBytes(StandardCharsets.UTF_8));
        when(datasets.datasetOf(NOTEBOOK)).thenReturn("ds");
        when(retrieval.uploadDocument(eq("ds"), anyString(), any())).thenReturn(done("doc"));
        when(retrieval.startParsing("ds", "doc")).thenReturn(done(null));
        when(retrieval.documentStatus("ds", "doc")).thenReturn(status("RUNNING", 0));

        assertThatThrownBy(() -> tasks.processFile(41)).hasMessageContaining("no result after PT0.2S");
    }

    @Test
    void failedUploadToTheRetrievalServiceFailsTheJob() {
        when(registry.get(41)).thenReturn(file());
        when(objectStore.get("files/a.txt")).thenReturn("text".getBytes(StandardCharsets.UTF_8));
        when(datasets.datasetOf(NOTEBOOK)).thenReturn("ds");
        when(retrieval.uploadDocument(eq("ds"), anyString(), any()))
                .thenReturn(CompletableFuture.failedFuture(new IOException("connection reset")));

        assertThatThrownBy(() -> tasks.processFile(41))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("connection reset");
        verify(registry).saveText(41, "text");
    }

    @Test
    void emptyFileIsMarkedAsFailed() throws Exception {
        when(registry.get(41)).thenReturn(file());
        when(objectStore.get("files/a.txt")).thenReturn(new byte[0]);

        tasks.processFile(41);

        verify(registry).markFailed(41, "There is no text in the file");
        assertThat(file().isReady()).isFalse();
    }

    private void answerWith(int status, byte[] content) {
        site.createContext("/otters", exchange -> {
            try (exchange) {
                requests.add(described(exchange));
                exchange.sendResponseHeaders(status, content.length);
                exchange.getResponseBody().write(content);
            }
        });
    }

    private static String described(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI() + " for "
                + exchange.getRequestHeaders().getFirst("Accept");
    }

    private Source page() {
        return withId(Source.url(NOTEBOOK, 7, url));
    }

    private static Source file() {
        return withId(Source.file(NOTEBOOK, 7, "a.txt", "text/plain", "files/a.txt"));
    }

    private static Source withId(Source source) {
        ReflectionTestUtils.setField(source, "id", 41L);
        return source;
    }

    private static CompletableFuture<DocumentStatus> status(String run, int chunks) {
        return done(new DocumentStatus("doc", run, chunks, ""));
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
