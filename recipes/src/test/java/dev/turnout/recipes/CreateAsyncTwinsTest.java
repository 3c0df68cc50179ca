// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.java.Assertions.srcMainJava;
import static org.openrewrite.java.Assertions.srcTestJava;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openrewrite.DocumentExample;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;
import org.openrewrite.test.TypeValidation;

/** Each test has a second cycle in which nothing may change. */
@Tag("jdk")
class CreateAsyncTwinsTest implements RewriteTest {
    @Override
    public void defaults(RecipeSpec spec) {
        // The runtime is not on the class path of the code that is rewritten, so new methods carry no types.
        spec.recipe(new CreateAsyncTwins()).parser(Stubs.parser()).afterTypeValidationOptions(TypeValidation.none());
    }

    @DocumentExample
    @Test
    void aTaskBecomesFacadeAndTwin() {
        rewriteRun(java("""
                        package com.acme;

                        import com.acme.api.Client;
                        import com.acme.api.Rows;
                        import org.jobrunr.jobs.annotations.Job;

                        class Tasks {
                            private final Client client = new Client();
                            private final Rows rows = null;

                            @Job(name = "Load %0")
                            public void load(String name) {
                                String text = client.load(name).join();
                                rows.save(text);
                            }
                        }
                        """, """
                        package com.acme;

                        import com.acme.api.Client;
                        import com.acme.api.Rows;
                        import dev.turnout.runtime.async.Blocking;
                        import dev.turnout.runtime.async.Facade;
                        import dev.turnout.runtime.async.Stages;
                        import dev.turnout.runtime.task.AsyncTask;
                        import java.util.concurrent.CompletionStage;
                        import org.jobrunr.jobs.annotations.Job;

                        class Tasks {
                            private final Client client = new Client();
                            private final Rows rows = null;

                            /** Facade for legacy workers; goes with FinishCutover. */
                            @Job(name = "Load %0")
                            public void load(String name) {
                                Facade.await(() -> loadAsync(name));
                            }

                            @AsyncTask
                            public CompletionStage<Void> loadAsync(String name) {
                                return Stages.start(() -> Stages.then(
                                        Stages.joined(client.load(name)),
                                        text -> Blocking.run(() -> rows.save(text))));
                            }
                        }
                        """));
    }

    @Test
    void aHandlerOfJobRequestsBecomesFacadeAndTwin() {
        rewriteRun(java("""
                        package com.acme;

                        import org.jobrunr.jobs.lambdas.JobRequest;
                        import org.jobrunr.jobs.lambdas.JobRequestHandler;

                        class Nap implements JobRequestHandler<Nap.Request> {
                            /** Sleeps. */
                            @Override
                            public void run(Request request) throws InterruptedException {
                                Thread.sleep(request.millis);
                            }

                            static class Request implements JobRequest {
                                long millis;

                                public Class<Nap> getJobRequestHandler() {
                                    return Nap.class;
                                }
                            }
                        }
                        """, """
                        package com.acme;

                        import dev.turnout.runtime.async.Facade;
                        import dev.turnout.runtime.async.Stages;
                        import dev.turnout.runtime.task.AsyncTask;
                        import java.util.concurrent.CompletionStage;
                        import org.jobrunr.jobs.lambdas.JobRequest;
                        import org.jobrunr.jobs.lambdas.JobRequestHandler;

                        class Nap implements JobRequestHandler<Nap.Request> {
                            /** Sleeps. */
                            @Override
                            public void run(Request request) throws InterruptedException {
                                Facade.await(() -> runAsync(request));
                            }

                            @AsyncTask
                            public CompletionStage<Void> runAsync(Request request) {
                                return Stages.start(() -> Stages.delay(request.millis));
                            }

                            static class Request implements JobRequest {
                                long millis;

                                public Class<Nap> getJobRequestHandler() {
                                    return Nap.class;
                                }
                            }
                        }
                        """));
    }

    @Test
    void aFamilyOfImplementationsGetsADefaultTwin() {
        rewriteRun(java("""
                        package com.acme;

                        interface Loader {
                            String load(String name);
                        }
                        """, """
                        package com.acme;

                        import dev.turnout.runtime.async.Blocking;
                        import java.util.concurrent.CompletionStage;

                        interface Loader {
                            String load(String name);

                            default CompletionStage<String> loadAsync(String name) {
                                return Blocking.call(() -> load(name));
                            }
                        }
                        """), java("""
                        package com.acme;

                        class Plain implements Loader {
                            public String load(String name) {
                                return name;
                            }
                        }
                        """), java("""
                        package com.acme;

                        import com.acme.api.Client;

                        class Remote implements Loader {
                            private final Client client = new Client();

                            @Override
                            public String load(String name) {
                                return client.load(name).join();
                            }
                        }
                        """, """
                        package com.acme;

                        import com.acme.api.Client;
                        import dev.turnout.runtime.async.Facade;
                        import dev.turnout.runtime.async.Stages;
                        import java.util.concurrent.CompletionStage;

                        class Remote implements Loader {
                            private final Client client = new Client();

                            /** Facade for legacy workers; goes with FinishCutover. */
                            @Override
                            public String load(String name) {
                                return Facade.await(() -> loadAsync(name));
                            }

                            public CompletionStage<String> loadAsync(String name) {
                                return Stages.start(() -> Stages.joined(client.load(name)));
                            }
                        }
                        """), java("""
                        package com.acme;

                        import org.jobrunr.scheduling.BackgroundJob;

                        class Tasks {
                            private final Loader loader = null;

                            public void task(String name) {
                                loader.load(name);
                            }

                            void enqueue() {
                                BackgroundJob.<Tasks>enqueue(tasks -> tasks.task("x"));
                            }
                        }
                        """, """
                        package com.acme;

                        import dev.turnout.runtime.async.Facade;
                        import dev.turnout.runtime.async.Stages;
                        import dev.turnout.runtime.task.AsyncTask;
                        import java.util.concurrent.CompletionStage;
                        import org.jobrunr.scheduling.BackgroundJob;

                        class Tasks {
                            private final Loader loader = null;

                            /** Facade for legacy workers; goes with FinishCutover. */
                            public void task(String name) {
                                Facade.await(() -> taskAsync(name));
                            }

                            @AsyncTask
                            public CompletionStage<Void> taskAsync(String name) {
                                return Stages.start(() -> Stages.accept(loader.loadAsync(name), ignored -> {}));
                            }

                            void enqueue() {
                                BackgroundJob.<Tasks>enqueue(tasks -> tasks.task("x"));
                            }
                        }
                        """));
    }

    @Test
    void theLoggingContextIsCarriedWhereItIsReadLater() {
        rewriteRun(java("""
                        package com.acme;

                        import com.acme.api.Client;
                        import org.jobrunr.jobs.annotations.Job;
                        import org.slf4j.MDC;

                        class Tasks {
                            private final Client client = new Client();

                            @Job
                            public String whose() {
                                client.push("x").join();
                                return MDC.get("tenant");
                            }
                        }
                        """, """
                        package com.acme;

                        import com.acme.api.Client;
                        import dev.turnout.runtime.async.Facade;
                        import dev.turnout.runtime.async.Stages;
                        import dev.turnout.runtime.task.AsyncTask;
                        import java.util.concurrent.CompletionStage;
                        import org.jobrunr.jobs.annotations.Job;
                        import org.slf4j.MDC;

                        class Tasks {
                            private final Client client = new Client();

                            /** Facade for legacy workers; goes with FinishCutover. */
                            @Job
                            public String whose() {
                                return Facade.await(() -> whoseAsync());
                            }

                            @AsyncTask
                            public CompletionStage<String> whoseAsync() {
                                return Stages.carrying(
                                        MDC::getCopyOfContextMap,
                                        MDC::setContextMap,
                                        () -> Stages.map(Stages.joined(client.push("x")), ignored -> MDC.get("tenant")));
                            }
                        }
                        """));
    }

    @Test
    void aBeanThatATestMocksIsHandedOverAsItIs() {
        rewriteRun(srcMainJava(java("""
                        package com.acme;

                        import com.acme.api.Client;

                        public class Names {
                            private final Client client = new Client();

                            public String name() {
                                return client.load("x").join();
                            }
                        }
                        """)), srcMainJava(java("""
                        package com.acme;

                        import com.acme.api.Client;
                        import org.jobrunr.jobs.annotations.Job;

                        public class Tasks {
                            private final Client client = new Client();
                            private final Names names = new Names();

                            @Job
                            public void task() {
                                String name = names.name();
                                client.push(name).join();
                            }
                        }
                        """, """
                        package com.acme;

                        import com.acme.api.Client;
                        import dev.turnout.runtime.async.Blocking;
                        import dev.turnout.runtime.async.Facade;
                        import dev.turnout.runtime.async.Stages;
                        import dev.turnout.runtime.task.AsyncTask;
                        import java.util.concurrent.CompletionStage;
                        import org.jobrunr.jobs.annotations.Job;

                        public class Tasks {
                            private final Client client = new Client();
                            private final Names names = new Names();

                            /** Facade for legacy workers; goes with FinishCutover. */
                            @Job
                            public void task() {
                                Facade.await(() -> taskAsync());
                            }

                            @AsyncTask
                            public CompletionStage<Void> taskAsync() {
                                return Stages.then(Blocking.call(() -> names.name()), name -> Stages.joined(client.push(name)));
                            }
                        }
                        """)), srcTestJava(java("""
                        package com.acme;

                        import org.mockito.Mock;

                        class TasksTest {
                            @Mock
                            Names names;

                            Tasks tasks;
                        }
                        """)));
    }
}
