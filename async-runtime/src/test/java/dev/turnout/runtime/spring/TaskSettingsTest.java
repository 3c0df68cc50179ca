// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class TaskSettingsTest {
    private static final String PACKAGE = "dev.turnout.runtime.spring.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mailer#send",
                "Mailer#sendAsync",
                PACKAGE + "TaskSettingsTest$Mailer#send",
                PACKAGE + "TaskSettingsTest$Mailer#send(java.lang.String)",
                PACKAGE + "TaskSettingsTest$Mailer#send( java.lang.String )"
            })
    void aNameThatIsClearChangesItsTaskOnly(String name) {
        TaskRegistry set = tasks("""
                turnout.worker.tasks:
                  "[%s]":
                    retries: 7
                    timeout: 9s
                """.formatted(name));

        assertThat(find(set, "send", "java.lang.String"))
                .returns(7, task -> task.retry().retries())
                .returns(Optional.of(Duration.ofSeconds(9)), TaskDefinition::timeout);
        assertThat(find(set, "cleanAsync"))
                .returns(-1, task -> task.retry().retries())
                .returns(Optional.empty(), TaskDefinition::timeout);
    }

    @Test
    void whatASettingDoesNotSayStaysAsTheAnnotationHasIt() {
        TaskRegistry set = tasks("turnout.worker.tasks.\"[Mailer#send]\".timeout: 1m");

        assertThat(find(set, "send", "java.lang.String"))
                .returns(2, task -> task.retry().retries())
                .returns(Optional.of(Duration.ofMinutes(1)), TaskDefinition::timeout);
    }

    @Test
    void aBackOffTakesThePlaceOfTheOneThatWasThere() {
        RetryPolicy policy = find(tasks("""
                turnout.worker.tasks:
                  "[Mailer#send]":
                    back-off: 2s
                    back-off-factor: 3
                    back-off-longest: 10s
                    back-off-jitter: 0
                    never-retry: java.io.IOException
                """), "send", "java.lang.String").retry();

        assertThat(policy.retries()).isEqualTo(2);
        assertThat(List.of(1, 2, 3))
                .map(attempt ->
                        policy.decide(new IllegalStateException(), attempt, 0.5).delay())
                .containsExactly(
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of(Duration.ofSeconds(6)),
                        Optional.of(Duration.ofSeconds(10)));
        assertThat(policy.decide(new IllegalStateException(new SocketException()), 1, 0.5)
                        .again())
                .isFalse();
        assertThat(policy.decide(new IllegalStateException(), 1, 0.5).again()).isTrue();
    }

    @Test
    void aNameThatMatchesNothingFailsTheStartAndListsTheTasks() {
        assertThatThrownBy(() -> start("turnout.worker.tasks.\"[Mailer#post]\".retries: 1"))
                .rootCause()
                .hasMessage(
                        "TURNOUT-0370 turnout.worker.tasks.[Mailer#post] names no task of this application. Nothing was"
                                + " started. Write the name in brackets, in YAML in quotes too: \"[Mailer#send]\". The tasks are: "
                                + PACKAGE + "TaskSettingsTest$Mailer#cleanAsync(), "
                                + PACKAGE + "TaskSettingsTest$Mailer#load(int), "
                                + PACKAGE + "TaskSettingsTest$Mailer#load(long), "
                                + PACKAGE + "TaskSettingsTest$Mailer#send(java.lang.String)");
    }

    @Test
    void aNameWithoutBracketsFailsTheStartAndIsShownHowToWriteIt() {
        assertThatThrownBy(() -> start("turnout.worker.tasks.Mailer#send.retries: 1"))
                .rootCause()
                .hasMessageContaining("TURNOUT-0370")
                .hasMessageContaining("\"[Mailer#send]\"");
    }

    @Test
    void aNameThatMatchesSeveralFailsTheStartAndListsThem() {
        assertThatThrownBy(() -> start("turnout.worker.tasks.\"[Mailer#load]\".retries: 1"))
                .rootCause()
                .hasMessage("TURNOUT-0370 turnout.worker.tasks.[Mailer#load] names several tasks: "
                        + PACKAGE + "TaskSettingsTest$Mailer#load(int), "
                        + PACKAGE
                        + "TaskSettingsTest$Mailer#load(long). Nothing was started. Write the whole address of the"
                        + " one that you mean.");
    }

    @Test
    void twoNamesForOneTaskFailTheStart() {
        assertThatThrownBy(() -> start("""
                        turnout.worker.tasks:
                          "[Mailer#send]":
                            retries: 1
                          "[Mailer#sendAsync]":
                            retries: 2
                        """))
                .rootCause()
                .hasMessageContaining("TURNOUT-0371 [Mailer#send] and [Mailer#sendAsync]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retries: -2",
                "timeout: 0s",
                "back-off-factor: 2",
                "back-off: 2s, back-off-factor: 0.5",
                "back-off: 2s, back-off-longest: 1s",
                "never-retry: java.lang.String"
            })
    void aFigureThatCannotBeUsedFailsTheStartUnderItsName(String figures) {
        assertThatThrownBy(() -> start("turnout.worker.tasks.\"[Mailer#send]\": {" + figures + "}"))
                .hasStackTraceContaining("TURNOUT-0372 turnout.worker.tasks.[Mailer#send] cannot be used: ");
    }

    @Test
    void customizersChangeTasksInTheirOrderAndPropertiesWin() {
        TaskRegistry set = tasks("""
                turnout.worker.tasks:
                  "[Mailer#send]":
                    retries: 7
                """, Customized.class);

        TaskDefinition send = find(set, "send", "java.lang.String");
        assertThat(send.retry())
                .isEqualTo(RetryPolicy.layout().retries(7).after(IOException.class, Duration.ofSeconds(5)));
        assertThat(send.timeout()).contains(Duration.ofSeconds(2));
        assertThat(find(set, "cleanAsync").retry().retries()).isEqualTo(4);
    }

    @Test
    void aCustomizerThatChangesTheAddressFailsTheStart() {
        assertThatThrownBy(() -> start("", Renaming.class))
                .rootCause()
                .hasMessageContaining("TURNOUT-0378")
                .hasMessageContaining("Let it keep the address");
    }

    @Test
    void springBootPrintsWhatIsWrongAndWhatToDo() {
        StartFailure failure = new StartFailure("TURNOUT-0370", "This is wrong.", "Do that.");

        FailureAnalysis analysis = new StartFailureAnalyzer().analyze(new IllegalStateException(failure));

        assertThat(analysis.getDescription()).isEqualTo("TURNOUT-0370 This is wrong. Nothing was started.");
        assertThat(analysis.getAction()).isEqualTo("Do that.");
    }

    private static void start(String yaml, Class<?>... configurations) {
        List<Class<?>> all = new ArrayList<>(List.of(Mailer.class));
        all.addAll(List.of(configurations));
        Contexts.boot(InMemoryQueue.create(), yaml, all.toArray(Class<?>[]::new))
                .close();
    }

    /** The tasks as the worker of such a context would have them. */
    static TaskRegistry tasks(String yaml, Class<?>... configurations) {
        try (AnnotationConfigApplicationContext context = Contexts.unrefreshed(InMemoryQueue.create(), yaml)) {
            context.register(Mailer.class, TurnoutAutoConfiguration.class);
            for (Class<?> configuration : configurations) {
                context.register(configuration);
            }
            context.refresh();
            return new WorkerAssembly(context.getBeanFactory()).tasks(BeanTasks.in(context.getBeanFactory()));
        }
    }

    static TaskDefinition find(TaskRegistry tasks, String method, String... types) {
        return tasks.find(new TaskAddress(Mailer.class.getName(), method, List.of(types)))
                .orElseThrow();
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {
        @Bean
        @Order(2)
        TaskCustomizer second() {
            return task -> task.timeout(task.timeout().orElseThrow().multipliedBy(2));
        }

        @Bean
        @Order(1)
        TaskCustomizer first() {
            return task -> task.timeout(Duration.ofSeconds(1))
                    .retry(RetryPolicy.layout().retries(4).after(IOException.class, Duration.ofSeconds(5)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Renaming {
        @Bean
        TaskCustomizer renames() {
            return task -> TaskDefinition.composed(
                    new TaskAddress("other.Name", "send", List.of()), task.type(), task.method());
        }
    }

    static class Mailer {
        void send(String to) {}

        @AsyncTask(retries = 2, timeout = "30s", backOff = "1s")
        CompletionStage<Void> sendAsync(String to) {
            return Stages.map(Stages.done(), ignored -> null);
        }

        @AsyncTask
        CompletionStage<Void> load(int id) {
            return sendAsync("" + id);
        }

        @AsyncTask
        CompletionStage<Void> load(long id) {
            return sendAsync("" + id);
        }

        @AsyncTask
        CompletionStage<Void> cleanAsync() {
            return sendAsync("");
        }
    }
}
