// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * F2 with real signals: a process whose worker stands between the answer to its claim and the start of the job gets SIGTERM, and
 * goes on in the very moment in which the JVM begins to end. {@code -Dturnout.faults.sigterms=200} is the whole row; a try
 * costs a JVM.
 */
@Tag("faults")
@Timeout(600)
@EnabledOnOs({OS.LINUX, OS.MAC}) // elsewhere there is no SIGTERM
class SigtermBetweenClaimAndStartTest {
    private static final int TIMES = Integer.getInteger("turnout.faults.sigterms", 8);
    private static final int AT_ONCE = 2;
    private static final int TERMINATED = 143;

    @Test
    void aClaimThatIsHeldBeforeItsStartWhenSigtermComesIsGivenBackOrEnds() throws Exception {
        try (Rig rig = new Rig()) {
            ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<Callable<Outcome>> tries = new ArrayList<>();
                for (int number = 0; number < TIMES; number++) {
                    String prefix = "try" + number;
                    tries.add(() -> sigtermIn(rig, prefix));
                }
                List<Outcome> outcomes = new ArrayList<>();
                for (Future<Outcome> outcome : runners.invokeAll(tries)) {
                    outcomes.add(outcome.get());
                }
                new Figures("F2 SIGTERM")
                        .put("tries", TIMES)
                        .put(
                                "startedAllTheSame",
                                outcomes.stream().filter(Outcome::ran).count())
                        .put(
                                "stuck",
                                outcomes.stream()
                                        .filter(outcome -> !outcome.good())
                                        .count())
                        .print();
                assertThat(outcomes).hasSize(TIMES).allMatch(Outcome::good);
            } finally {
                runners.shutdownNow();
            }
        }
    }

    /** One process, on keys of its own. */
    private static Outcome sigtermIn(Rig rig, String prefix) throws Exception {
        LegacyKeys keys = LegacyKeys.under(prefix);
        rig.redis().incr(keys.epoch());
        rig.redis().hset(keys.routes(), "*", "100");
        try (LegacyQueue door =
                LegacyQueue.open(rig.client(), LegacyQueueOptions.with().keyPrefix(prefix))) {
            TaskAddress task = new TaskAddress(StopBetweenClaimAndStartTest.Quick.class.getName(), "run", List.of());
            Rig.get(door.door().insert(NewJob.now(new JobId(UUID.randomUUID().toString()), task, List.of())));
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        rig.uri(),
                        prefix)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader says = child.inputReader()) {
            List<String> said = new ArrayList<>();
            String line = says.readLine();
            while (line != null && !line.equals(Child.HELD)) {
                said.add(line);
                line = says.readLine();
            }
            assertThat(line).as("it holds a claim; it said %s", said).isEqualTo(Child.HELD);
            child.toHandle().destroy();
            says.lines().forEach(said::add);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
            return new Outcome(
                    child.exitValue(),
                    said.contains(Child.WENT_ON),
                    said.contains(Child.RAN_ONE),
                    rig.redis().zcard(keys.queue(StateName.ENQUEUED)),
                    rig.redis().zcard(keys.queue(StateName.SUCCEEDED)),
                    rig.redis().zcard(keys.queue(StateName.PROCESSING))
                            + rig.redis().exists(keys.reserved(), keys.lease(), keys.leases(), keys.flight()));
        } finally {
            child.destroyForcibly();
        }
    }

    /**
     * What is there when the process has ended.
     *
     * @param wentOn whether the barrier was opened by the end of the JVM, and by nothing else
     * @param held what still looks as if a worker had it
     */
    private record Outcome(int exit, boolean wentOn, boolean ran, long waiting, long ended, long held) {
        boolean good() {
            return exit == TERMINATED && wentOn && held == 0 && waiting + ended == 1 && ended == (ran ? 1 : 0);
        }
    }

    /** A worker that stands still with its first claim until the JVM begins to end. */
    static final class Child {
        static final String HELD = "HELD";
        static final String WENT_ON = "WENT ON";
        static final String RAN_ONE = "RAN ONE";

        private Child() {}

        public static void main(String[] where) {
            CountDownLatch ending = new CountDownLatch(1);
            LegacyQueue queue = LegacyQueue.open(
                    RedisClient.create(where[0]),
                    LegacyQueueOptions.with().keyPrefix(where[1]).lease(Duration.ofSeconds(30)));
            Claims claims = StopBetweenClaimAndStartTest.claimsThat(queue.claims(), found -> held(found, ending));
            Worker.on(StopBetweenClaimAndStartTest.with(queue, claims))
                    .name("worker")
                    .tasks(TaskRegistry.annotated(StopBetweenClaimAndStartTest.Quick.class))
                    .beans(type -> {
                        say(RAN_ONE);
                        return new StopBetweenClaimAndStartTest.Quick();
                    })
                    .options(WorkerOptions.with().drainTimeout(Duration.ofSeconds(5)))
                    .build()
                    .start();
            // hooks run beside one another: this one and the worker's own begin in the same moment
            Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown));
        }

        private static List<Claim> held(List<Claim> found, CountDownLatch ending) {
            if (!found.isEmpty()) {
                say(HELD);
                try {
                    ending.await();
                } catch (InterruptedException hurried) {
                    Thread.currentThread().interrupt();
                    return found;
                }
                say(WENT_ON);
            }
            return found;
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
