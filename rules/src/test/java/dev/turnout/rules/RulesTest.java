// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

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

    private static final Corpus CORPUS = Corpus.get();

    @TempDir
    Path classes;

    @Test
    void tellsAPersonWhatWaitsTheWayThereWhyAndTheMend() {
        CORPUS.compile(classes, SHOP);

        Report report = Rules.check(List.of(classes), CORPUS.classPath());

        assertThat(TextReport.of(report)).isEqualTo("""
                        TRN303 spring-data-repository: Books.findById is reached from com.acme.Loans#lend(java.lang.String,long)
                            Loans.lend                               (Loans.java:7)  task, enqueued at (Desk.java:6)
                            Loans.lend                               (Loans.java:7)  lambda given to Stages.map
                          > Shelf.first                              (Shelf.java:5)
                          because it sends a query and waits for the answer, and a task without a lane runs composed, on a thread that all jobs of the worker share
                          mend: offload the whole unit of work: Blocking.call(() -> ...); or give the task a lane, in META-INF/turnout/tasks.properties: com.acme.Loans#lend(java.lang.String,long) = blocking
                          recipe: dev.turnout.recipes.MigrateJobs

                        1 finding fails in 1 tasks; checked 4 classes, 2 async entries, 1 tasks (1 composed)
                        """);
    }

    @Test
    void namesTheTaskItsLaneAndHowItWasFound() {
        CORPUS.compile(classes, SHOP);

        assertThat(Rules.check(List.of(classes), CORPUS.classPath()).tasks())
                .containsExactly(new Task(
                        "com.acme.Loans#lend(java.lang.String,long)", "composed", "enqueued at (Desk.java:6)", 1));
    }

    @Test
    void findsTheSameTwice() {
        CORPUS.compile(classes, SHOP);

        assertThat(Rules.check(List.of(classes), CORPUS.classPath()))
                .isEqualTo(Rules.check(List.of(classes), CORPUS.classPath()));
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
        CORPUS.compile(classes, SHOP);
        Path shelf = classes.resolve("com/acme/Shelf.class");
        byte[] fromTheFuture = Files.readAllBytes(shelf);
        fromTheFuture[6] = 1;
        Files.write(shelf, fromTheFuture);

        Report report = Rules.check(List.of(classes), CORPUS.classPath());

        assertThat(report.failures()).extracting(Violation::rule).containsExactly(Rule.TRN806);
        assertThat(report.counts().unreadableClasses()).isEqualTo(1);
        assertThat(TextReport.of(report)).contains("Shelf.class could not be read");
    }

    @Test
    void withoutAClassPathARepositoryIsStillMetAndTheGapIsNamed() {
        CORPUS.compile(classes, SHOP);

        Report report = Rules.check(List.of(classes), List.of());

        assertThat(report.failures()).singleElement().satisfies(v -> {
            assertThat(v.rule()).isEqualTo(Rule.TRN303);
            assertThat(v.confidence()).isEqualTo(Confidence.LIKELY);
        });
        assertThat(report.violations()).extracting(Violation::rule).contains(Rule.TRN806);
    }

    @Test
    void theClassPathMayAddRowsAndSwitchThemOff() throws IOException {
        CORPUS.compile(classes, Map.of("T", """
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

        assertThat(Rules.check(List.of(classes), CORPUS.classPath()).failures())
                .extracting(Violation::blockedCall)
                .containsExactly("Client.fetch");
    }

    @Test
    void aRowOfAnUnknownKindIsRefused() throws IOException {
        CORPUS.compile(classes, SHOP);
        write(classes.resolve(Tables.USER_ROWS), "owner_class,method,kind,evidence\nlib.Client,fetch,slow,always\n");

        assertThatThrownBy(() -> Rules.check(List.of(classes), CORPUS.classPath()))
                .hasMessageStartingWith("TURNOUT-0702")
                .hasMessageContaining("'slow'");
    }

    @Test
    void aLaneForAMethodThatDoesNotExistIsReported() throws IOException {
        CORPUS.compile(classes, SHOP);
        write(classes.resolve(RuntimeTypes.TASKS), "com.acme.Loans#lend(java.lang.String,int) = blocking\n");

        Report report = Rules.check(List.of(classes), CORPUS.classPath());

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
        CORPUS.compile(classes, Map.of("T", """
                        import java.util.concurrent.CompletableFuture;
                        class T {
                            void a(CompletableFuture<String> one) {
                                one.whenComplete((v, t) -> one.join());
                            }
                        }
                        """));

        Report report = Rules.check(List.of(classes), CORPUS.classPath());

        assertThat(report.passes()).isTrue();
        assertThat(report.violations()).extracting(Violation::rule).containsExactly(Rule.TRN102);
    }

    @Test
    void aLambdaThatGoesSomewhereUnknownIsAGuess() {
        CORPUS.compile(classes, Map.of("T", """
                        class T {
                            java.util.concurrent.CompletionStage<String> a(java.util.concurrent.CountDownLatch l) {
                                lib.Unknown.keep(() -> { try { l.await(); } catch (InterruptedException e) { } });
                                return java.util.concurrent.CompletableFuture.completedStage("");
                            }
                        }
                        """));

        Report report = Rules.check(List.of(classes), CORPUS.classPath());

        assertThat(report.passes()).isTrue();
        assertThat(report.violations()).extracting(Violation::confidence).containsExactly(Confidence.POSSIBLE);
    }

    @Test
    void classesWithoutAnyAsyncPathAreAGap() {
        CORPUS.compile(classes, Map.of("T", "class T {}"));

        assertThat(TextReport.of(Rules.check(List.of(classes), CORPUS.classPath())))
                .contains("no task, no method that returns a stage and no continuation in 1 classes");
    }

    @Test
    void theClassPathMaySayWhereFunctionsRun() throws IOException {
        CORPUS.compile(classes, Map.of("T", """
                        class T {
                            java.util.concurrent.CompletionStage<String> other;
                            java.util.concurrent.CompletionStage<String> a(java.util.concurrent.locks.Lock l) {
                                lib.Unknown.keep(() -> java.util.concurrent.locks.LockSupport.park());
                                return other;
                            }
                        }
                        """));
        write(classes.resolve(Tables.USER_CONTEXTS), """
                owner,method,argument,context,note
                lib.Unknown,keep,0,inline,ours
                """);

        assertThat(Rules.check(List.of(classes), CORPUS.classPath()).failures())
                .extracting(Violation::blockedCall)
                .containsExactly("LockSupport.park");
    }

    @Test
    void aRowWithAnUnknownContextIsRefused() throws IOException {
        CORPUS.compile(classes, SHOP);
        write(classes.resolve(Tables.USER_CONTEXTS), "owner,method,argument,context,note\nlib.Unknown,keep,0,soon,\n");

        assertThatThrownBy(() -> Rules.check(List.of(classes), CORPUS.classPath()))
                .hasMessageStartingWith("TURNOUT-0801")
                .hasMessageContaining("'soon'")
                .hasMessageEndingWith("executor-receiver or never.");
    }

    @Test
    void theClassPathMaySetASeverity() throws IOException {
        CORPUS.compile(classes, Map.of("T", """
                        class T {
                            java.util.concurrent.CompletionStage<String> other;
                            java.util.concurrent.CompletionStage<String> a(org.slf4j.Logger log) {
                                log.info("");
                                Thread.yield();
                                return other;
                            }
                        }
                        """));
        write(classes.resolve(Settings.FILE), "TRN901 = warning\nTRN108 = off\nTRN411 = error\n");

        assertThat(Rules.check(List.of(classes), CORPUS.classPath()).violations())
                .extracting(v -> v.severity() + " " + v.rule() + " " + v.blockedCall())
                .containsExactlyInAnyOrder("WARNING TRN901 Logger.info", "ERROR TRN411 T.a");
    }

    @Test
    void aSettingThatNamesNoRuleIsRefused() throws IOException {
        CORPUS.compile(classes, SHOP);
        write(classes.resolve(Settings.FILE), "TRN999 = error\n");

        assertThatThrownBy(() -> Rules.check(List.of(classes), CORPUS.classPath()))
                .hasMessageStartingWith("TURNOUT-0800")
                .hasMessageEndingWith(
                        "says 'TRN999 = error'; nothing was checked. Name a rule of docs/rules.md, and one"
                                + " of error, warning, info, off.");
    }

    @Test
    void anExemptionThatIsNotNeededOrExplainedIsOne() {
        CORPUS.compile(classes, Map.of("T", """
                        import dev.turnout.runtime.async.AllowBlocking;
                        import java.util.concurrent.CompletionStage;
                        class T {
                            CompletionStage<String> other;
                            @AllowBlocking(reason = " ") CompletionStage<String> silent() { nap(); return other; }
                            @AllowBlocking(reason = "old", until = "2020-02-29") CompletionStage<String> old() { nap(); return other; }
                            @AllowBlocking(reason = "odd", until = "soon") CompletionStage<String> odd() { nap(); return other; }
                            @AllowBlocking(reason = "unmet") void unmet() { nap(); }
                            @AllowBlocking(reason = "idle") CompletionStage<String> idle() { return other; }
                            @AllowBlocking(reason = "good", until = "9999-01-01") CompletionStage<String> good() { nap(); return other; }
                            static void nap() { java.util.concurrent.locks.LockSupport.park(); }
                        }
                        """));

        Report report = Rules.check(List.of(classes), CORPUS.classPath());

        assertThat(report.failures())
                .extracting(v -> v.rule() + " " + v.blockedCall())
                .containsExactlyInAnyOrder(
                        "TRN805 @AllowBlocking on T#silent has no reason",
                        "TRN805 @AllowBlocking on T#old ended on 2020-02-29",
                        "TRN805 @AllowBlocking on T#odd ends on 'soon', which is no date such as 2027-03-01",
                        "TRN805 @AllowBlocking on T#unmet is on no async path",
                        "TRN805 @AllowBlocking on T#idle has nothing to allow: nothing in it waits");
        assertThat(report.counts().exemptions()).isEqualTo(6);
    }

    @Test
    void classesWithoutLineNumbersAreAGap() {
        CORPUS.compile(
                classes,
                Map.of(
                        "T",
                        "class T { void a(java.util.concurrent.CompletionStage<?> s) {"
                                + " s.whenComplete((v, f) -> java.util.concurrent.locks.LockSupport.park()); } }"),
                List.of("-g:none"));

        assertThat(TextReport.of(Rules.check(List.of(classes), CORPUS.classPath())))
                .contains(
                        "TRN806 incomplete-analysis: T have no line numbers, so findings in them name no line  [warning]");
    }

    @Test
    void classesFromKotlinAreAGap() throws IOException {
        ClassWriter kotlin = new ClassWriter(0);
        kotlin.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/acme/Shop", null, Types.OBJECT, null);
        kotlin.visitSource("Shop.kt", null);
        kotlin.visitEnd();
        Files.write(classes.resolve("Shop.class"), kotlin.toByteArray());

        assertThat(TextReport.of(Rules.check(List.of(classes), CORPUS.classPath())))
                .contains(
                        "TRN806 incomplete-analysis: com.acme.Shop come from Kotlin, whose coroutines are not followed"
                                + "  [warning]");
    }

    @Test
    void whatAToolWroteIsNoEntry() {
        CORPUS.compile(
                classes,
                Map.of("com.acme.T", """
                        package com.acme;
                        @Generated class T {
                            java.util.concurrent.CompletionStage<String> stage;
                            java.util.concurrent.CompletionStage<String> a() {
                                java.util.concurrent.locks.LockSupport.park();
                                return stage;
                            }
                        }
                        """, "com.acme.Generated", "package com.acme; public @interface Generated {}"));

        assertThat(Rules.check(List.of(classes), CORPUS.classPath()).counts().entries())
                .isZero();
    }

    @Test
    void whatIsOffOrToldIsWrittenLikeTheRest() throws IOException {
        CORPUS.compile(classes, Map.of("T", """
                        import java.util.concurrent.*;
                        class T {
                            CompletableFuture<String> one;
                            CompletionStage<String> a(org.slf4j.Logger log) {
                                log.info("");
                                if (one.isDone()) { one.join(); }
                                return one;
                            }
                        }
                        """));
        write(classes.resolve(Settings.FILE), "TRN901 = warning\nTRN411 = warning\nTRN102 = warning\n");

        assertThat(TextReport.of(Rules.check(List.of(classes), CORPUS.classPath())))
                .isEqualTo("""
                        TRN411 async-suffix: T.a in T#a(org.slf4j.Logger)  [warning]
                          > T.a                                      (T.java:5)
                          because its name does not say that it returns a stage
                          mend: rename it to ...Async, unless jobs name it: then its name is the address

                        TRN901 sync-logging: Logger.info is reached from T#a(org.slf4j.Logger)  [warning]
                          > T.a                                      (T.java:5)  returns a stage
                          because it writes to the appender or the terminal on this thread, and a method that returns a stage promises its caller not to wait
                          mend: use an asynchronous appender

                        TRN102 completed-future-read: CompletableFuture.join is reached from T#a(org.slf4j.Logger)  [warning]
                          > T.a                                      (T.java:6)  returns a stage
                          because the future is complete here, so the read does not wait; a change nearby can make it wait
                          mend: read it with getNow(null), or resultNow() from JDK 19 on

                        nothing fails in 0 tasks; checked 1 classes, 1 async entries, 0 tasks
                        """);
    }

    @Test
    void aPathThroughOneOfSeveralSaysWhichWait() {
        CORPUS.compile(classes, Map.of("T", """
                        class T {
                            interface Step { void run(); }
                            static class Slow implements Step { public void run() { java.util.concurrent.locks.LockSupport.park(); } }
                            static class Fast implements Step { public void run() {} }
                            java.util.concurrent.CompletionStage<String> other;
                            java.util.concurrent.CompletionStage<String> a(Step step) {
                                step.run();
                                return other;
                            }
                        }
                        """));

        List<Violation> found =
                Rules.check(List.of(classes), CORPUS.classPath()).violations();
        assertThat(found).hasSize(1);
        assertThat(TextReport.of(found.get(0)))
                .startsWith("TRN105 synchronizer-wait: LockSupport.park is reached from"
                        + " T#a(T$Step)  [possible, does not fail]\n")
                .contains("> T$Slow.run")
                .contains("one of 2 implementations; these wait: T.Slow");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
