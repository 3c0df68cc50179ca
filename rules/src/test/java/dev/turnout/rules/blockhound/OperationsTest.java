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
    void runAll(@TempDir Path directory) throws IOException, InterruptedException {
        seen.put(
                Seer.STOCK,
                names(run(directory.resolve("stock")).hound(Hound.STOCK).unrecorded(), directory.resolve("stock")));
        seen.put(
                Seer.AUGMENTED,
                names(run(directory).hound(Hound.AUGMENTED).unrecorded(), directory.resolve("augmented")));
        seen.put(Seer.FLIGHT_RECORDER, names(run(directory).hound(Hound.NONE), directory.resolve("recorder")));
    }

    private static OracleRun run(Path directory) {
        return OracleRun.of(List.of(), OperationsMain.class.getName())
                .threads("op-.*")
                .option("-Dsun.net.inetaddr.ttl=0");
    }

    private static Set<String> names(OracleRun run, Path directory) throws IOException, InterruptedException {
        OracleRun.Outcome outcome = run.run(Files.createDirectories(directory));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.dropped()).isZero();
        outcome.hits().stream()
                .filter(h -> h.thread().matches("op-(FileChannel.lock|FileChannel.map|Socket.connect)"))
        return outcome.hits().stream()
                .map(Hit::thread)
                .map(thread -> thread.substring(OperationsMain.THREAD.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void print() {
        for (Operation o : operations) {
            Set<Seer> by = new TreeSet<>();
            for (Seer s : Seer.values()) if (seen.get(s).contains(o.name())) by.add(s);
            System.out.println((by.equals(o.seenBy()) ? "ok " : "NO ") + o.waits() + " " + o.name() + " " + by
                    + " expected " + new TreeSet<>(o.seenBy()));
        }
        System.out.println(operations.stream().filter(Operation::waits).count() + " of " + operations.size());
        for (Seer s : Seer.values())
            System.out.println(s + " "
                    + operations.stream()
                            .filter(o -> o.waits() && seen.get(s).contains(o.name()))
                            .count());
    }
}
