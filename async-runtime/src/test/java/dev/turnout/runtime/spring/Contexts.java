// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** Contexts of these tests: one queue in memory, settings in YAML, and the configurations that a test names. */
final class Contexts {
    private Contexts() {}

    /** A context with a worker, as Spring Boot would configure it. */
    static AnnotationConfigApplicationContext boot(InMemoryQueue queue, String yaml, Class<?>... configurations) {
        AnnotationConfigApplicationContext context = unrefreshed(queue, "turnout.worker.enabled: true\n" + yaml);
        if (configurations.length > 0) {
            context.register(configurations);
        }
        context.register(TurnoutAutoConfiguration.class);
        context.refresh();
        return context;
    }

    /** A context that is to be furnished and refreshed. */
    static AnnotationConfigApplicationContext unrefreshed(InMemoryQueue queue, String yaml) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        try {
            new YamlPropertySourceLoader()
                    .load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(context.getEnvironment().getPropertySources()::addFirst);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        context.registerBean("queue", Queue.class, () -> queue);
        return context;
    }

    /** Puts in a job of {@code type#method} whose arguments are all strings. */
    static JobId insert(InMemoryQueue queue, Class<?> type, String method, String... arguments) {
        return insert(queue, type, method, 0, arguments);
    }

    /** As {@link #insert(InMemoryQueue, Class, String, String...)}, with a number of retries. */
    static JobId insert(InMemoryQueue queue, Class<?> type, String method, int retries, String... arguments) {
        JobId id = new JobId(UUID.randomUUID().toString());
        String string = String.class.getName();
        List<String> types = Arrays.stream(arguments).map(each -> string).toList();
        NewJob job = NewJob.now(
                id,
                new TaskAddress(type.getName(), method, types),
                Arrays.stream(arguments)
                        .map(each -> new Argument(string, new TextNode(each)))
                        .toList());
        queue.insert(new NewJob(
                job.id(), job.task(), job.arguments(), job.delay(), java.util.Optional.of(retries), job.metadata()));
        return id;
    }

    static String state(InMemoryQueue queue, JobId id) {
        return queue.store().find(id).orElseThrow().state().name();
    }
}
