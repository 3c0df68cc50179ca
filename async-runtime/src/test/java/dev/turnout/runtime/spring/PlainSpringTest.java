// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A process whose class path has Spring's context, and neither Spring Boot nor any other optional library. */
@Timeout(60)
class PlainSpringTest {
    private static final String OPTIONAL =
            ".*(spring-boot|spring-jdbc|spring-tx|reactor|reactive-streams|micrometer|HikariCP"
                    + "|c3p0|dbcp2|tomcat|snakeyaml|archunit|junit|assertj|awaitility).*\\.jar";

    @Test
    void enableTurnoutNeedsSpringsContextOnly() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches(OPTIONAL))
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Application.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output.lines())
                    .containsExactly("Spring Boot is not here", "hello from dev.turnout.runtime.spring", "closed");
            assertThat(child.waitFor()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTurnout
    static class Application {
        public static void main(String[] none) {
            try {
                Class.forName("org.springframework.boot.SpringApplication");
                System.out.println("Spring Boot is here");
            } catch (ClassNotFoundException absent) {
                System.out.println("Spring Boot is not here");
            }
            try (AnnotationConfigApplicationContext context =
                    new AnnotationConfigApplicationContext(Application.class)) {
                InMemoryQueue queue = (InMemoryQueue) context.getBean(Queue.class);
                Contexts.insert(queue, Application.class, "hello");
                while (queue.store().jobs().stream()
                        .noneMatch(job -> job.state().name().equals("SUCCEEDED"))) {
                    Thread.onSpinWait();
                }
            }
            System.out.println("closed");
        }

        @Bean
        Queue queue() {
            return InMemoryQueue.create();
        }

        @AsyncTask
        CompletionStage<Void> hello() {
            System.out.println("hello from " + getClass().getPackageName());
            return Stages.done();
        }
    }
}
