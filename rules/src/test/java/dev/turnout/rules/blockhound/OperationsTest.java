// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.rules.blockhound.Operation.Seer;
import dev.turnout.rules.oracle.Hit;
import dev.turnout.rules.oracle.Hound;
import dev.turnout.rules.oracle.OracleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The oracle itself: which of ninety operations each way of watching sees, on real threads, files, sockets and processes. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    private final List<Operation> operations = Operations.all();
    private final Map<Seer, Set<String>> seen = new EnumMap<>(Seer.class);

    @BeforeAll
    void doEachUnderEach(@TempDir Path directory) throws IOException, InterruptedException {
        seen.put(Seer.STOCK, seen(run().hound(Hound.STOCK).unrecorded(), directory.resolve("stock")));
        seen.put(Seer.AUGMENTED, seen(run().hound(Hound.AUGMENTED).unrecorded(), directory.resolve("augmented")));
        seen.put(Seer.FLIGHT_RECORDER, seen(run().hound(Hound.NONE), directory.resolve("recorder")));
    }

    private static OracleRun run() {
        return OracleRun.of(List.of(), OperationsMain.class.getName())
                .threads(OperationsMain.THREAD + ".*")
                .option("-Dsun.net.inetaddr.ttl=0");
    }

    private static Set<String> seen(OracleRun run, Path directory) throws IOException, InterruptedException {
        OracleRun.Outcome outcome = run.run(Files.createDirectories(directory));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.dropped()).isZero();
        return outcome.hits().stream()
                .map(Hit::thread)
                .map(thread -> thread.substring(OperationsMain.THREAD.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thereAreNinety() {
        assertThat(operations).hasSize(90).extracting(Operation::name).doesNotHaveDuplicates();
        assertThat(operations).filteredOn(Operation::waits).hasSize(72);
    }

    @Test
    void eachIsSeenByWhomTheTableSays() {
        assertThat(operations)
                .allSatisfy(operation -> assertThat(seen.keySet())
                        .as("by whom %s is seen", operation.name())
                        .filteredOn(seer -> seen.get(seer).contains(operation.name()))
                        .containsExactlyInAnyOrderElementsOf(operation.seenBy()));
    }

    @Test
    void theIntegrationSeesAllButMonitors() {
        assertThat(sum(Set.of(Seer.STOCK))).isEqualTo(42);
        assertThat(sum(Set.of(Seer.AUGMENTED))).isEqualTo(71);
        assertThat(sum(Set.of(Seer.FLIGHT_RECORDER))).isEqualTo(49);
        assertThat(sum(Set.of(Seer.AUGMENTED, Seer.FLIGHT_RECORDER))).isEqualTo(72);
    }

    private long sum(Set<Seer> seers) {
        return operations.stream()
                .filter(Operation::waits)
                .filter(operation ->
                        seers.stream().anyMatch(seer -> seen.get(seer).contains(operation.name())))
                .count();
    }
}
