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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Map<Seer, Map<String, List<Hit>>> seen = new ConcurrentHashMap<>();

    @BeforeAll
    void doEachUnderEach(@TempDir Path directory) {
        Map<Seer, OracleRun> runs = Map.of(
                Seer.STOCK, run().hound(Hound.STOCK).unrecorded(),
                Seer.AUGMENTED, run().hound(Hound.AUGMENTED).unrecorded(),
                Seer.FLIGHT_RECORDER, run().hound(Hound.NONE));
        runs.entrySet().parallelStream()
                .forEach(e -> seen.put(
                        e.getKey(),
                        seen(e.getValue(), directory.resolve(e.getKey().name()))));
    }

    private static OracleRun run() {
        return OracleRun.of(List.of(), OperationsMain.class.getName())
                .threads(OperationsMain.THREAD + ".*")
                .option("-Dsun.net.inetaddr.ttl=0")
                .within(Duration.ofMinutes(5));
    }

    private static Map<String, List<Hit>> seen(OracleRun run, Path directory) {
        OracleRun.Outcome outcome;
        try {
            outcome = run.run(Files.createDirectories(directory));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.dropped()).isZero();
        return outcome.hits().stream()
                .filter(hit -> !isMonitorOfTheJdk(hit))
                .collect(Collectors.groupingBy(hit -> hit.thread().substring(OperationsMain.THREAD.length())));
    }

    /** Which another thread happens to hold for a moment, such as the list of what is to be cleaned. */
    private static boolean isMonitorOfTheJdk(Hit hit) {
        return hit.source().equals("jdk.JavaMonitorEnter") && !hit.call().startsWith("dev.turnout.");
    }

    @Test
    void thereAreNinety() {
        assertThat(operations).hasSize(90).extracting(Operation::name).doesNotHaveDuplicates();
        assertThat(operations).filteredOn(Operation::waits).hasSize(72);
    }

    @Test
    void eachIsSeenByWhomTheTableSays() {
        assertThat(operations.stream()
                        .flatMap(operation -> Stream.of(Seer.values())
                                .filter(seer -> sees(seer, operation)
                                        != operation.seenBy().contains(seer))
                                .map(seer -> operation.name() + ": " + seer + " saw "
                                        + seen.get(seer).get(operation.name()))))
                .isEmpty();
    }

    private boolean sees(Seer seer, Operation operation) {
        return seen.get(seer).containsKey(operation.name());
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
                .filter(operation -> seers.stream().anyMatch(seer -> sees(seer, operation)))
                .count();
    }
}
