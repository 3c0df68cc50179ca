// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One service before and after: the legacy classes fail, the rewritten ones pass. */
class MigrationTest {
    private static final String REPOSITORY = """
            package shop;
            public interface Pages extends org.springframework.data.repository.CrudRepository<String, Long> {}
            """;
    private static final String CALLER = """
            package shop;
            public class Door {
                org.jobrunr.scheduling.JobScheduler jobs;
                void add(String url) {
                    jobs.<Fetch>enqueue(fetch -> fetch.page(url, 7L));
                    jobs.<Fetch>enqueue(fetch -> fetch.cleanUp(7L));
                }
            }
            """;
    private static final String LEGACY = """
            package shop;
            import java.net.URI;
            import java.net.http.*;
            public class Fetch {
                HttpClient http;
                Pages pages;
                public void page(String url, long user) throws Exception {
                    for (int i = 0; i < 3; i++) {
                        HttpResponse<String> page = http.send(request(url), HttpResponse.BodyHandlers.ofString());
                        if (page.statusCode() == 200) {
                            pages.save(page.body());
                            return;
                        }
                        Thread.sleep(100);
                    }
                }
                public void cleanUp(long user) {
                    pages.deleteById(user);
                }
                private static HttpRequest request(String url) {
                    return HttpRequest.newBuilder(URI.create(url)).build();
                }
            }
            """;
    private static final String REWRITTEN = """
            package shop;
            import dev.turnout.runtime.async.*;
            import dev.turnout.runtime.task.AsyncTask;
            import java.net.URI;
            import java.net.http.*;
            import java.util.concurrent.CompletionStage;
            public class Fetch {
                HttpClient http;
                Pages pages;
                @AsyncTask
                public CompletionStage<Void> pageAsync(String url, long user) {
                    int[] i = {0};
                    return Stages.loop(() -> i[0]++ < 3 ? again(url) : Stages.ok(false));
                }
                private CompletionStage<Boolean> again(String url) {
                    return Stages.then(http.sendAsync(request(url), HttpResponse.BodyHandlers.ofString()), page -> {
                        if (page.statusCode() == 200) {
                            return Stages.map(Blocking.call(() -> pages.save(page.body())), saved -> false);
                        }
                        return Stages.map(Stages.delay(100), ignored -> true);
                    });
                }
                public void page(String url, long user) {
                    Facade.await(() -> pageAsync(url, user));
                }
                public void cleanUp(long user) {
                    pages.deleteById(user);
                }
                private static HttpRequest request(String url) {
                    return HttpRequest.newBuilder(URI.create(url)).build();
                }
            }
            """;

    private static final Corpus CORPUS = Corpus.get();

    @TempDir
    Path classes;

    @Test
    void theLegacyClassesFailByTask() {
        Report report = check(LEGACY);

        assertThat(report.tasks())
                .extracting(Task::address, Task::lane, Task::violations)
                .containsExactly(
                        tuple("shop.Fetch#cleanUp(long)", "composed", 1),
                        tuple("shop.Fetch#page(java.lang.String,long)", "composed", 3));
        assertThat(report.failures())
                .extracting(v -> v.rule().id() + " " + v.blockedCall())
                .containsExactly(
                        "TRN303 Pages.deleteById",
                        "TRN205 HttpClient.send",
                        "TRN303 Pages.save",
                        "TRN104 Thread.sleep");
    }

    @Test
    void theRewrittenOnesPassOnceTheLaneIsRegistered() throws IOException {
        Path lanes = classes.resolve("META-INF/turnout/tasks.properties");
        Files.createDirectories(lanes.getParent());
        Files.writeString(lanes, "shop.Fetch#cleanUp(long) = blocking:db\n");

        Report report = check(REWRITTEN);

        assertThat(report.violations())
                .extracting(v -> v.severity() + " " + v.blockedCall())
                .containsExactly("INFO Pages.deleteById");
        assertThat(report.tasks())
                .extracting(Task::address, Task::lane)
                .containsExactly(
                        tuple("shop.Fetch#cleanUp(long)", "blocking:db"),
                        tuple("shop.Fetch#page(java.lang.String,long)", "facade"),
                        tuple("shop.Fetch#pageAsync(java.lang.String,long)", "composed"));
    }

    private Report check(String fetch) {
        CORPUS.compile(classes, Map.of("shop.Pages", REPOSITORY, "shop.Door", CALLER, "shop.Fetch", fetch));
        return Rules.check(List.of(classes), CORPUS.classPath());
    }
}
