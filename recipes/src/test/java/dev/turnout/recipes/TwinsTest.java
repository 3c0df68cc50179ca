// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocking calls of libraries become the stages that the table names, against the libraries themselves. */
@Tag("jdk")
class TwinsTest {
    private static final String TASKS = """
            package com.acme;

            import io.lettuce.core.RedisFuture;
            import java.io.IOException;
            import java.time.Duration;
            import java.util.List;
            import java.util.concurrent.TimeUnit;
            import org.jobrunr.jobs.annotations.Job;
            import reactor.core.publisher.Flux;
            import reactor.core.publisher.Mono;

            public class Tasks {
                private final RedisFuture<String> reply = null;

                @Job
                public String value() {
                    return Mono.just("a").block() + Mono.just("b").delayElement(Duration.ofMillis(5)).block();
                }

                @Job
                public String nothing() {
                    return Mono.<String>empty().block();
                }

                @Job
                public String checked() {
                    return Mono.<String>error(new IOException("gone")).block();
                }

                @Job
                public String unchecked() {
                    return Mono.<String>error(new IllegalStateException("gone")).block();
                }

                @Job
                public String caught() {
                    try {
                        return Mono.<String>error(new IOException("gone")).block();
                    } catch (RuntimeException failed) {
                        return failed.getClass().getSimpleName() + failed.getCause();
                    }
                }

                @Job
                public String first() {
                    return Flux.just("a", "b").blockFirst();
                }

                @Job
                public String last() {
                    return Flux.just("a", "b").blockLast();
                }

                @Job
                public String lastOfNothing() {
                    return Flux.<String>empty().blockLast();
                }

                @Job
                public List<String> all() {
                    return Flux.just("a", "b").collectList().block();
                }

                @Job
                public int process() throws Exception {
                    Process process = new ProcessBuilder("sh", "-c", "exit 3").start();
                    return process.waitFor();
                }

                @Job
                public String redis() throws Exception {
                    return reply.get() + reply.get(5, TimeUnit.SECONDS);
                }
            }
            """;

    private static String after;
    private static Class<?> before;
    private static Class<?> rewritten;

    private static synchronized void rewrite() throws Exception {
        if (after == null) {
            after = rewritten("com/acme/Tasks", TASKS);
            before = Compiled.of(Map.of("com.acme.Tasks", TASKS)).get("com.acme.Tasks");
            rewritten = Compiled.of(Map.of("com.acme.Tasks", after)).get("com.acme.Tasks");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value",
                "nothing",
                "checked",
                "unchecked",
                "caught",
                "first",
                "last",
                "lastOfNothing",
                "all",
                "process"
            })
    void theTwinEndsAsTheBlockingMethodDid(String task) throws Exception {
        rewrite();
        assertThat(outcome(rewritten, task)).isEqualTo(outcome(before, task));
    }

    @Test
    void nothingIsHandedOverThatHasATwin() throws Exception {
        rewrite();
        assertThat(after.substring(after.indexOf("valueAsync"), after.indexOf("int process")))
                .contains(
                        ".onErrorMap(Exceptions::propagate).toFuture()",
                        "Flux.just(\"a\", \"b\").next().onErrorMap(Exceptions::propagate).toFuture()",
                        "Flux.just(\"a\", \"b\").takeLast(1).next().onErrorMap(Exceptions::propagate).toFuture()")
                .doesNotContain("Blocking.");
        assertThat(after)
                .contains("process.onExit().thenApply(Process::exitValue)")
                .contains("Stages.gotten(reply)", "Stages.gotten(reply, 5, TimeUnit.SECONDS)");
    }

    @Test
    void rowsOfOnesOwnComeFirst(@TempDir Path folder) throws Exception {
        Path own = Files.writeString(folder.resolve("twins.csv"), """
                owner,method,twin,failures,imports
                com.acme.Legacy,fetch(String),{receiver}.fetchLater({0}),,
                io.lettuce.core.api.sync.RedisCommands,get|set|del|incr,{receiver}.getStatefulConnection().async().{call},,
                """);
        System.setProperty("turnout.twins", own.toString());
        try {
            String text = new Rewriter(Compiled.classPath())
                    .rewrite(
                            new CreateAsyncTwins(),
                            Map.of("src/main/java/com/acme/Legacy.java", """
                                    package com.acme;

                                    import java.util.concurrent.CompletableFuture;

                                    public class Legacy {
                                        public String fetch(String name) {
                                            return name;
                                        }

                                        public CompletableFuture<String> fetchLater(String name) {
                                            return CompletableFuture.completedFuture(name);
                                        }
                                    }
                                    """, "src/main/java/com/acme/Work.java", """
                                    package com.acme;

                                    import io.lettuce.core.api.sync.RedisCommands;
                                    import org.jobrunr.jobs.annotations.Job;

                                    public class Work {
                                        private final Legacy legacy = new Legacy();

                                        @Job
                                        public String task(String name) {
                                            return legacy.fetch(name);
                                        }

                                        @Job
                                        public String redis(RedisCommands<String, String> redis) {
                                            return redis.get("name");
                                        }
                                    }
                                    """))
                    .get("src/main/java/com/acme/Work.java");
            assertThat(text)
                    .contains("return Stages.start(() -> legacy.fetchLater(name));")
                    .contains("return Stages.start(() -> redis.getStatefulConnection().async().get(\"name\"));");
        } finally {
            System.clearProperty("turnout.twins");
        }
    }

    @Test
    void clientsOfTheSameServiceStandInWhereTheClassHasThem() throws Exception {
        String source = """
                package com.acme;

                import io.minio.MinioAsyncClient;
                import io.minio.MinioClient;
                import io.minio.StatObjectArgs;
                import org.jobrunr.jobs.annotations.Job;
                import software.amazon.awssdk.services.s3.S3AsyncClient;
                import software.amazon.awssdk.services.s3.S3Client;
                import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
                import software.amazon.awssdk.services.s3.model.GetObjectRequest;

                public class Stores {
                    private final S3Client s3;
                    private final S3AsyncClient s3Later;
                    private final MinioClient minio;
                    private final MinioAsyncClient minioLater;

                    public Stores(S3Client s3, S3AsyncClient s3Later, MinioClient minio, MinioAsyncClient minioLater) {
                        this.s3 = s3;
                        this.s3Later = s3Later;
                        this.minio = minio;
                        this.minioLater = minioLater;
                    }

                    @Job
                    public void sweep(String key) {
                        s3.deleteObject(DeleteObjectRequest.builder().bucket("b").key(key).build());
                        s3.getObjectAsBytes(GetObjectRequest.builder().bucket("b").key(key).build());
                    }

                    @Job
                    public long size(String key) throws Exception {
                        return minio.statObject(StatObjectArgs.builder().bucket("b").object(key).build()).size();
                    }
                }
                """;
        String text = rewritten("com/acme/Stores", source);
        assertThat(text)
                .contains(
                        "s3Later.deleteObject(",
                        "Blocking.run(",
                        "() -> s3.getObjectAsBytes(",
                        "minioLater.statObject(");
        Compiled.of(Map.of("com.acme.Stores", text));

        String alone = source.replaceAll("(?m)^.*Later.*\n|.*AsyncClient;\n", "")
                .replace(
                        "private final MinioClient minio;",
                        "private final MinioClient minio;\n    public Stores(S3Client s3, MinioClient minio) {");
        assertThat(rewritten("com/acme/Stores", alone)).isEqualTo(alone);
    }

    static String rewritten(String path, String source) {
        String file = "src/main/java/" + path + ".java";
        Rewriter rewriter = new Rewriter(Compiled.classPath());
        String text =
                rewriter.rewrite(new CreateAsyncTwins(), Map.of(file, source)).get(file);
        assertThat(rewriter.rewrite(new CreateAsyncTwins(), Map.of(file, text)).get(file))
                .isEqualTo(text);
        return text;
    }

    private static String outcome(Class<?> type, String task) throws Exception {
        Object tasks = type.getConstructor().newInstance();
        try {
            return String.valueOf(type.getMethod(task).invoke(tasks));
        } catch (InvocationTargetException failed) {
            return failed.getCause().toString();
        }
    }
}
