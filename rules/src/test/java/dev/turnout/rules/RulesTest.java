// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class RulesTest {
    private static final Map<String, String> SHOP =
            Map.of("com.acme.Books", """
            package com.acme;
            public interface Books extends org.springframework.data.repository.NewerRepository<String, Long> {}
            """, "com.acme.Shelf", """
            package com.acme;
            public class Shelf {
                Books books;
                String first() {
                    return books.findById(1L).get();
                }
            }
            """, "com.acme.Loans", """
            package com.acme;
            import dev.turnout.runtime.async.Stages;
            import java.util.concurrent.CompletionStage;
            public class Loans {
                Shelf shelf; CompletionStage<?> last;
                public void lend(String name, long reader) {
                    last = Stages.map(Stages.done(), ignored -> shelf.first());
                }
            }
            """, "com.acme.Desk", """
            package com.acme;
            public class Desk {
                org.jobrunr.scheduling.JobScheduler jobs;
                Loans loans;
                void ask() {
                    jobs.enqueue(() -> loans.lend("ann", 1L));
                }
            }
            """);

    private static Corpus corpus;

    @TempDir
    Path classes;

    @BeforeAll
    static void prepare(@TempDir Path directory) {
        corpus = Corpus.in(directory);
    }

    @Test
    void tellsAPersonWhatWaitsTheWayThereWhyAndTheMend() {
        corpus.compile(classes, SHOP);

        Report report = Rules.check(List.of(classes), corpus.classPath());

        assertThat(TextReport.of(report)).isEqualTo("""
                        TRN303 spring-data-repository: Books.findById is reached from com.acme.Loans#lend(java.lang.String,long)
                            Loans.lend                               (Loans.java:7)  task, enqueued at (Desk.java:6)
                            Loans.lend                               (Loans.java:7)  lambda given to Stages.map
                          > Shelf.first                              (Shelf.java:5)
                          because it sends a query and waits for the answer, and a task without a lane runs composed, on a thread that all jobs of the worker share
                          mend: offload the whole unit of work: Blocking.call(() -> ...); or give the task a lane, in META-INF/turnout/tasks.properties: com.acme.Loans#lend(java.lang.String,long) = blocking
                          and on 1 more async path

                        1 finding fails in 1 tasks; checked 4 classes, 2 async entries, 1 tasks (1 composed)
                        """);
    }

    @Test
    void namesTheTaskItsLaneAndHowItWasFound() {
        corpus.compile(classes, SHOP);

        assertThat(Rules.check(List.of(classes), corpus.classPath()).tasks())
                .containsExactly(new Task(
                        "com.acme.Loans#lend(java.lang.String,long)", "composed", "enqueued at (Desk.java:6)", 1));
    }

    @Test
    void findsTheSameTwice() {
        corpus.compile(classes, SHOP);

        assertThat(Rules.check(List.of(classes), corpus.classPath()))
                .isEqualTo(Rules.check(List.of(classes), corpus.classPath()));
    }

    @Test
    void nothingToCheckIsAnError() {
        assertThatThrownBy(() -> Rules.check(List.of(classes), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "TRN806 nothing was checked: there is no class file in [" + classes + "]. Compile first, and"
                                + " name the directory that holds the classes, such as target/classes.");
    }

    @Test
    void aClassFileThatCannotBeReadFails() throws IOException {
        corpus.compile(classes, SHOP);
        Path shelf = classes.resolve("com/acme/Shelf.class");
        byte[] fromTheFuture = Files.readAllBytes(shelf);
        fromTheFuture[6] = 1;
        Files.write(shelf, fromTheFuture);

        Report report = Rules.check(List.of(classes), corpus.classPath());

        assertThat(report.failures()).extracting(Violation::rule).containsExactly(Rule.TRN806);
        assertThat(report.counts().unreadableClasses()).isEqualTo(1);
        assertThat(TextReport.of(report)).contains("Shelf.class could not be read");
    }

    @Test
    void withoutAClassPathARepositoryIsStillMetAndTheGapIsNamed() {
        corpus.compile(classes, SHOP);

        Report report = Rules.check(List.of(classes), List.of());

        assertThat(report.failures()).singleElement().satisfies(v -> {
            assertThat(v.rule()).isEqualTo(Rule.TRN303);
            assertThat(v.confidence()).isEqualTo(Confidence.LIKELY);
        });
        assertThat(report.violations()).extracting(Violation::rule).contains(Rule.TRN806);
    }

    @Test
    void theClassPathMayAddRowsAndSwitchThemOff() throws IOException {
        corpus.compile(classes, Map.of("T", """
                        class T {
                            java.util.concurrent.CompletionStage<String> other;
                            java.util.concurrent.CompletionStage<String> a(lib.Client c) throws Exception {
                                c.fetch("a");
                                c.peek("a");
                                Thread.sleep(1);
                                return other;
                            }
                        }
                        """));
        write(classes.resolve(Tables.USER_ROWS), """
                owner_class,method,kind,evidence,verified
                lib.Client,fetch(String),http-client,always: ours,yes
                java.lang.Thread,sleep(long),nonblocking,a test says so,yes
                """);

        assertThat(Rules.check(List.of(classes), corpus.classPath()).failures())
                .extracting(Violation::blockedCall)
                .containsExactly("Client.fetch");
    }

    @Test
    void aRowOfAnUnknownKindIsRefused() throws IOException {
        corpus.compile(classes, SHOP);
        write(classes.resolve(Tables.USER_ROWS), "owner_class,method,kind,evidence\nlib.Client,fetch,slow,always\n");

        assertThatThrownBy(() -> Rules.check(List.of(classes), corpus.classPath()))
                .hasMessageStartingWith("TURNOUT-0702")
                .hasMessageContaining("'slow'");
    }

    @Test
    void aLaneForAMethodThatDoesNotExistIsReported() throws IOException {
        corpus.compile(classes, SHOP);
        write(classes.resolve(RuntimeTypes.TASKS), "com.acme.Loans#lend(java.lang.String,int) = blocking\n");

        Report report = Rules.check(List.of(classes), corpus.classPath());

        assertThat(report.violations())
                .filteredOn(v -> v.rule() == Rule.TRN805)
                .extracting(Violation::blockedCall)
                .containsExactly(
                        "the line com.acme.Loans#lend(java.lang.String,int) names a method that its class does not"
                                + " have");
        assertThat(report.passes()).isFalse();
    }

    @Test
    void aReadOfACompletedFutureIsToldAndDoesNotFail() {
        corpus.compile(classes, Map.of("T", """
                        import java.util.concurrent.CompletableFuture;
                        class T {
                            void a(CompletableFuture<String> one) {
                                one.whenComplete((v, t) -> one.join());
                            }
                        }
                        """));

        Report report = Rules.check(List.of(classes), corpus.classPath());

        assertThat(report.passes()).isTrue();
        assertThat(report.violations()).extracting(Violation::rule).containsExactly(Rule.TRN102);
    }

    @Test
    void aLambdaThatGoesSomewhereUnknownIsAGuess() {
        corpus.compile(classes, Map.of("T", """
                        class T {
                            java.util.concurrent.CompletionStage<String> a(java.util.concurrent.CountDownLatch l) {
                                lib.Unknown.keep(() -> { try { l.await(); } catch (InterruptedException e) { } });
                                return java.util.concurrent.CompletableFuture.completedStage("");
                            }
                        }
                        """));

        Report report = Rules.check(List.of(classes), corpus.classPath());

        assertThat(report.passes()).isTrue();
        assertThat(report.violations()).extracting(Violation::confidence).containsExactly(Confidence.POSSIBLE);
    }

    @Test
    void classesWithoutAnyAsyncPathAreAGap() {
        corpus.compile(classes, Map.of("T", "class T {}"));

        assertThat(TextReport.of(Rules.check(List.of(classes), corpus.classPath())))
                .contains("no task, no method that returns a stage and no continuation in 1 classes");
    }

    @Test
    void theCanaryIsFound() {
        Canary.sing();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
