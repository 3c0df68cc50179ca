// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands around a method that is rewritten goes on to compile. */
@Tag("jdk")
class CompilesTest {
    private static final String CLIENT = """
            package com.acme;

            import java.util.concurrent.CompletableFuture;

            public class Client {
                public CompletableFuture<String> load(String name) {
                    return CompletableFuture.completedFuture(name);
                }
            }
            """;

    @Test
    void aHelperThatAnInitialiserCallsStays() throws Exception {
        Map<String, String> after = rewritten(Map.of("com.acme.Tasks", """
                package com.acme;

                import java.util.function.Supplier;
                import org.jobrunr.jobs.annotations.Job;

                public class Tasks {
                    private static final Client CLIENT = new Client();
                    private static final String FIRST;
                    private final Supplier<String> lazy = () -> fromField("lazy");
                    private final Runnable listener = new Runnable() {
                        @Override
                        public void run() {
                            fromListener("listener");
                        }
                    };

                    static {
                        FIRST = fromBlock("first");
                    }

                    @Job
                    public String task(String x) {
                        listener.run();
                        return fromBlock(x) + fromField(x) + fromListener(x) + fromNowhere(x) + FIRST + lazy.get();
                    }

                    private static String fromBlock(String x) {
                        return CLIENT.load(x).join();
                    }

                    private String fromField(String x) {
                        return CLIENT.load(x).join();
                    }

                    private String fromListener(String x) {
                        return CLIENT.load(x).join();
                    }

                    private String fromNowhere(String x) {
                        return CLIENT.load(x).join();
                    }
                }
                """));

        assertThat(after.get("com.acme.Tasks"))
                .contains("fromBlockAsync(x)", "fromFieldAsync(x)", "fromListenerAsync(x)", "fromNowhereAsync(x)")
                .contains("String fromBlock(", "String fromField(", "String fromListener(")
                .doesNotContain("String fromNowhere(");
    }

    @Test
    void theTwinOfAHelperThatIsImportedIsImported() throws Exception {
        Map<String, String> after = rewritten(Map.of("com.acme.util.Loads", """
                package com.acme.util;

                import com.acme.Client;

                public class Loads {
                    public static String load(String x) {
                        return new Client().load(x).join();
                    }
                }
                """, "com.acme.Tasks", """
                package com.acme;

                import static com.acme.util.Loads.load;

                import org.jobrunr.jobs.annotations.Job;

                public class Tasks {
                    @Job
                    public String task() {
                        return load("x") + load("y");
                    }
                }
                """));

        assertThat(after.get("com.acme.Tasks")).contains("import static com.acme.util.Loads.loadAsync;");
    }

    @Test
    void aStaticMethodOfAnInterfaceHasAStaticTwin() throws Exception {
        Map<String, String> after = rewritten(Map.of("com.acme.Loads", """
                package com.acme;

                public interface Loads {
                    Client CLIENT = new Client();

                    static String load(String x) {
                        return CLIENT.load(x).join();
                    }
                }
                """, "com.acme.Tasks", """
                package com.acme;

                import org.jobrunr.jobs.annotations.Job;

                public class Tasks {
                    @Job
                    public String task() {
                        return Loads.load("x");
                    }
                }
                """));

        assertThat(after.get("com.acme.Loads")).contains("    static CompletionStage<String> loadAsync(String x) {");
    }

    @Test
    void aNameOfTheRuntimeThatMeansSomethingElseIsLeftToIt() throws Exception {
        String task = """
                    @Job
                    public int task(boolean q) {
                        if (q) {
                            CLIENT.load("a").join();
                            if (CLIENT.load("b").join().isEmpty()) {
                                return 1;
                            }
                        }
                        CLIENT.load("c").join();
                        return 2 + step.size();
                    }
                """;
        Map<String, String> before = Map.of(
                "com.acme.batch.Step",
                """
                package com.acme.batch;

                public class Step {
                    public int size() {
                        return 0;
                    }
                }
                """,
                "com.acme.batch.Base",
                """
                package com.acme.batch;

                public class Base {
                    public static class Step {
                        public int size() {
                            return 1;
                        }
                    }
                }
                """,
                "com.acme.ByStar",
                """
                package com.acme;

                import com.acme.batch.*;
                import org.jobrunr.jobs.annotations.Job;

                public class ByStar {
                    private static final Client CLIENT = new Client();
                    private final Step step = new Step();

                %s}
                """.formatted(task),
                "com.acme.Inherited",
                """
                package com.acme;

                import com.acme.batch.Base;
                import org.jobrunr.jobs.annotations.Job;

                public class Inherited extends Base {
                    private static final Client CLIENT = new Client();
                    private final String step = "";

                %s}
                """.formatted(task.replace("size()", "length()")));

        assertThat(rewritten(before)).containsAllEntriesOf(before);
    }

    /** All sources after a run, by class; they compile, and a second run changes nothing. */
    private static Map<String, String> rewritten(Map<String, String> sources) throws Exception {
        Map<String, String> before = new TreeMap<>();
        sources.forEach((name, text) -> before.put(path(name), text));
        before.put(path("com.acme.Client"), CLIENT);
        Rewriter rewriter = new Rewriter(Compiled.classPath());
        Map<String, String> after = rewriter.rewrite(new CreateAsyncTwins(), before);
        assertThat(rewriter.rewrite(new CreateAsyncTwins(), after)).isEqualTo(after);
        Map<String, String> byClass = new LinkedHashMap<>(after.entrySet().stream()
                .collect(Collectors.toMap(entry -> name(entry.getKey()), Map.Entry::getValue)));
        Compiled.of(byClass);
        return byClass;
    }

    private static String path(String name) {
        return "src/main/java/" + name.replace('.', '/') + ".java";
    }

    private static String name(String path) {
        return path.replace("src/main/java/", "").replace(".java", "").replace('/', '.');
    }
}
