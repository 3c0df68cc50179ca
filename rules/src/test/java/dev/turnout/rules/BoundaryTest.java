// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What twins cannot ask at the boundary of a rule: how often, and of types with a certain name. */
class BoundaryTest {
    private static final String HEAD = "import java.util.concurrent.*; import java.util.function.*;";

    @TempDir
    Path classes;

    @Test
    void aJobLambdaIsCountedOnceAndWhereItStands() {
        assertThat(check(Map.of("T", HEAD + """
                        class T {
                            org.jobrunr.scheduling.JobScheduler jobs; CompletableFuture<String> done;
                            CompletableFuture<String> shipAsync(long id) { return done; }
                            void ship() { jobs.enqueue(() -> shipAsync(3)); }
                        }
                        """)))
                .filteredOn(v -> v.rule() == Rule.TRN801)
                .singleElement()
                .satisfies(v -> assertThat(v.place().methodName()).isEqualTo("ship"));
    }

    private List<Violation> check(Map<String, String> sources) {
        Corpus.get().compile(classes, sources);
        return Rules.check(List.of(classes), Corpus.get().classPath()).violations();
    }
}
