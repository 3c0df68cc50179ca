// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.test.SourceSpecs.text;

import dev.turnout.recipes.table.Sites;
import dev.turnout.recipes.table.Tasks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openrewrite.test.RewriteTest;
import org.openrewrite.test.SourceSpecs;

/** Every way to say what workers, schedulers and listeners run has its rows. */
@Tag("jdk")
class EntriesTest implements RewriteTest {
    @Test
    void jobsAreFoundHoweverTheyAreWritten() {
        assertThat(tasks(java("""
                package com.acme;

                import java.util.List;
                import java.util.stream.Stream;
                import org.jobrunr.jobs.lambdas.*;
                import org.jobrunr.scheduling.*;

                class Enqueues {
                    private final JobLambda kept = () -> new Service().inField();
                    private final IocJobLambda<Service> referred = Service::byReference;

                    void all(JobScheduler scheduler, Service service, Stream<String> names) {
                        JobLambda variable = () -> service.inVariable();
                        scheduler.enqueue(variable);
                        scheduler.enqueue(kept);
                        scheduler.enqueue(referred);
                        scheduler.<Service>enqueue(bean -> bean.ofBean("x"));
                        scheduler.enqueue(names, name -> service.inStream(name));
                        give(() -> service.asArgument());
                        BackgroundJob.enqueue(() -> service.byStatic());
                        scheduler.create(JobBuilder.aJob().withDetails(() -> service.byBuilder()));
                        scheduler.createRecurrently(
                                RecurringJobBuilder.aRecurringJob().withCron("* * * * *").withDetails(() -> service.recurring()));
                    }

                    void give(JobLambda job) {}
                }
                """), java("""
                package com.acme;

                class Service {
                    public void inField() {}
                    public void byReference() {}
                    public void inVariable() {}
                    public void ofBean(String x) {}
                    public void inStream(String x) {}
                    public void asArgument() {}
                    public void byStatic() {}
                    public void byBuilder() {}
                    public void recurring() {}
                }
                """)))
                .containsExactlyInAnyOrder(
                        "com.acme.Service#inField()",
                        "com.acme.Service#byReference()",
                        "com.acme.Service#inVariable()",
                        "com.acme.Service#ofBean(java.lang.String)",
                        "com.acme.Service#inStream(java.lang.String)",
                        "com.acme.Service#asArgument()",
                        "com.acme.Service#byStatic()",
                        "com.acme.Service#byBuilder()",
                        "com.acme.Service#recurring()");
    }

    @Test
    void aHandlerIsNamedByItsOwnClassAndRequest() {
        assertThat(tasks(java("""
                package com.acme;

                import org.jobrunr.jobs.lambdas.*;

                abstract class Base<A, R extends JobRequest> implements JobRequestHandler<R> {
                    @Override
                    public void run(R request) {}
                }

                class Handler extends Base<String, Handler.Request> {
                    static class Request implements JobRequest {
                        @Override
                        public Class<Handler> getJobRequestHandler() {
                            return Handler.class;
                        }
                    }
                }
                """))).containsExactly("com.acme.Handler#run(com.acme.Handler$Request)");
    }

    @ParameterizedTest
    @CsvSource({"Scheduled, scheduled", "Async, async", "EventListener, listener", "KafkaListener, listener"})
    void whatAFrameworkCallsKeepsItsBodyAndHasItsRows(String annotation, String kind) {
        String source = """
                package com.acme;

                import com.acme.api.Client;

                class Listener {
                    private final Client client = new Client();

                    @%s
                    void on() {
                        helper();
                    }

                    void helper() {
                        client.load("a").join();
                    }
                }
                """.formatted(annotation);
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows).singleElement().satisfies(row -> {
                                    assertThat(row.entry()).isEqualTo(kind);
                                    assertThat(row.verdict()).isEqualTo("keep");
                                    assertThat(row.reason()).isEqualTo("FRAMEWORK_ENTRY");
                                }))
                        .dataTable(
                                Sites.Row.class,
                                rows -> assertThat(rows).singleElement().satisfies(row -> {
                                    assertThat(row.entry()).isEqualTo(kind);
                                    assertThat(row.path()).isEqualTo("Listener.on > Listener.helper");
                                    assertThat(row.line()).isEqualTo(14);
                                    assertThat(row.outcome()).isEqualTo("refused");
                                })),
                java("package com.acme; @interface " + annotation + " {}"),
                java(source));
        rewriteRun(
                spec -> spec.recipe(new CreateAsyncTwins()).parser(Stubs.parser()),
                java("package com.acme; @interface " + annotation + " {}"),
                java(source));
    }

    @Test
    void tasksInOtherLanguagesAreRefusedAndRegistered() {
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows)
                                        .extracting(Tasks.Row::task, Tasks.Row::verdict, Tasks.Row::reason)
                                        .containsExactlyInAnyOrder(
                                                row(
                                                        "com.acme.Mails#send(java.lang.String,int,java.util.List,java.util.UUID)"),
                                                row("com.acme.Mails$Inner#later(java.lang.Integer)"),
                                                row("com.acme.Orders#run(com.acme.Request)"),
                                                row("com.acme.Reports#monthly(java.lang.String,int)"),
                                                row("com.acme.Reports#odd(?)")))
                        .dataTable(
                                Sites.Row.class,
                                rows -> assertThat(rows)
                                        .extracting(Sites.Row::line)
                                        .contains(8, 14)),
                kotlin(),
                groovy());
        rewriteRun(
                spec -> spec.recipe(new RegisterTasks()).expectedCyclesThatMakeChanges(1),
                kotlin(),
                groovy(),
                org.openrewrite.properties.Assertions.properties(
                        null, """
                        # Tasks of the async pool, by their address on the wire. Written by Turnout's recipes; yours to edit.
                        com.acme.Mails#send(java.lang.String,int,java.util.List,java.util.UUID) = blocking
                        com.acme.Mails$Inner#later(java.lang.Integer) = blocking
                        com.acme.Orders#run(com.acme.Request) = blocking
                        com.acme.Reports#monthly(java.lang.String,int) = blocking
                        """, spec -> spec.path("src/main/resources/META-INF/turnout/tasks.properties")));
    }

    @Test
    void aMethodThatAnotherLanguageNamesIsNotConverted() {
        String work = """
                package com.acme;

                import com.acme.api.Client;
                import org.jobrunr.jobs.annotations.Job;

                class Work {
                    private final Client client = new Client();

                    @Job
                    void task() {
                        client.load("a").join();
                    }
                }
                """;
        SourceSpecs caller = text(
                "package com.acme\nfun go(work: Work) = work.task()\n", spec -> spec.path("src/main/kotlin/Go.kt"));
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows)
                                        .singleElement()
                                        .extracting(Tasks.Row::reason)
                                        .isEqualTo("NON_JAVA_CALLER")),
                java(work),
                caller);
        rewriteRun(spec -> spec.recipe(new CreateAsyncTwins()).parser(Stubs.parser()), java(work), caller);
    }

    private static SourceSpecs kotlin() {
        return text("""
                package com.acme

                import java.util.UUID
                import org.jobrunr.jobs.annotations.Job

                // @Job fun no(x: String) {}
                class Mails(private val client: Client) {
                    @Job(name = "send (%0)", retries = 3)
                    open fun send(to: String, times: Int = 1, all: List<Pair<String, Int>>, id: UUID) {
                        client.send(to).get()
                    }

                    class Inner {
                        @Job
                        fun later(count: Int?) {}
                    }
                }

                class Request

                class Orders : JobRequestHandler<Request> {
                    override fun run(request: Request) {}
                }
                """, spec -> spec.path("src/main/kotlin/com/acme/Mails.kt"));
    }

    private static SourceSpecs groovy() {
        return text("""
                package com.acme

                class Reports {
                    @org.jobrunr.jobs.annotations.Recurring(id = "m", cron = "0 0 1 * *")
                    void monthly(String name, int count) { }

                    @Job
                    void odd(Elsewhere what) { }
                }
                """, spec -> spec.path("src/main/groovy/com/acme/Reports.groovy"));
    }

    private static org.assertj.core.groups.Tuple row(String address) {
        return org.assertj.core.groups.Tuple.tuple(address, "lane", "NON_JAVA");
    }

    private List<String> tasks(SourceSpecs... sources) {
        List<String> found = new ArrayList<>();
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .typeValidationOptions(org.openrewrite.test.TypeValidation.none())
                        .dataTable(Tasks.Row.class, rows -> rows.forEach(row -> found.add(row.task()))),
                sources);
        return found.stream().distinct().toList();
    }
}
