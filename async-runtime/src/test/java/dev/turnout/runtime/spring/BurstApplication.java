// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A process of its own: a Spring Boot application whose runner puts in the jobs that its arguments name. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(TurnoutAutoConfiguration.class)
class BurstApplication {
    public static void main(String[] arguments) {
        Thread forgotten = new Thread(BurstApplication::waitForEver); // as many an application has one
        forgotten.start();
        SpringApplication.run(BurstApplication.class, arguments);
    }

    @Bean
    Queue queue() {
        return InMemoryQueue.create();
    }

    @Bean
    ApplicationRunner enqueues(Queue queue) {
        return arguments -> jobs(arguments)
                .forEach(word -> Contexts.insert((InMemoryQueue) queue, BurstApplication.class, "job", word));
    }

    private static List<String> jobs(ApplicationArguments arguments) {
        return arguments.getNonOptionArgs();
    }

    @AsyncTask
    CompletionStage<Void> job(String word) {
        return word.startsWith("bad")
                ? CompletableFuture.failedFuture(new IllegalStateException(word))
                : CompletableFuture.completedFuture(null);
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
