// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openrewrite.java.JavaParser;

/** What the README shows as before and after is what the recipe makes of it. */
class ReadmeTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\n// before\n(.*?)\n// after: facade and twin\n(.*?)```", Pattern.DOTALL);
    private static final String FRAME = """
            package com.acme;

            import static java.net.http.HttpResponse.BodyHandlers.ofByteArray;

            import com.acme.api.Minio;
            import com.acme.api.Registry;
            import java.net.URI;
            import java.net.http.HttpClient;
            import java.net.http.HttpRequest;
            import java.net.http.HttpResponse;
            import org.jobrunr.jobs.annotations.Job;

            class Pages {
                private final HttpClient http = HttpClient.newHttpClient();
                private final Minio minio = new Minio();
                private final Registry registry = new Registry();

            %s

                private static HttpRequest get(String url) {
                    return HttpRequest.newBuilder(URI.create(url)).build();
                }

                private static Minio.Put put(String id, byte[] body) {
                    return new Minio.Put();
                }
            }
            """;

    @Test
    void theExampleOfTheReadmeIsWhatTheRecipeWrites() throws IOException {
        String page = Files.readString(Path.of("../README.md"), StandardCharsets.UTF_8);
        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).as("the example is in the README").isTrue();
        String before = example.group(1).strip();
        String after = example.group(2).strip();

        String rewritten = rewrite(FRAME.formatted(indented(before)));

        assertThat(rewritten).contains(indented(after));
    }

    private static String indented(String code) {
        return code.lines().map(line -> line.isEmpty() ? line : "    " + line).collect(Collectors.joining("\n"));
    }

    private static String rewrite(String source) {
        Map<String, String> sources = Map.of(
                "com/acme/Pages.java",
                source,
                "com/acme/api/Minio.java",
                """
                package com.acme.api;

                import java.util.concurrent.CompletableFuture;

                public class Minio {
                    public CompletableFuture<String> putObject(Put put) throws java.io.IOException {
                        return CompletableFuture.completedFuture("");
                    }

                    public static class Put {}
                }
                """,
                "com/acme/api/Registry.java",
                """
                package com.acme.api;

                import org.springframework.transaction.annotation.Transactional;

                public class Registry {
                    private final Rows rows = null;

                    @Transactional
                    public void markReady(String id, long user) {
                        rows.save(id);
                    }
                }
                """,
                "com/acme/api/Rows.java",
                """
                package com.acme.api;

                public interface Rows extends org.springframework.data.repository.Repository<String, Long> {
                    void save(String name);
                }
                """,
                "org/springframework/data/repository/Repository.java",
                "package org.springframework.data.repository; public interface Repository<T, I> {}",
                "org/springframework/transaction/annotation/Transactional.java",
                "package org.springframework.transaction.annotation; public @interface Transactional {}");
        Rewriter rewriter = new Rewriter(List.copyOf(JavaParser.dependenciesFromClasspath("jobrunr")));
        return rewriter.rewrite(new CreateAsyncTwins(), sources).get("com/acme/Pages.java");
    }
}
