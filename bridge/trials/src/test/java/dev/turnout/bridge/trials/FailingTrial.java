// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a trial needs to know of a worker that fails: what was in its hands, and that nothing else has run again. */
abstract class FailingTrial extends Trial {
    static final int KILLS = Integer.getInteger("turnout.trials.kills", 2);
    static final int JOB_MILLIS = 300;
    static final int HANDFUL = Children.THREADS / 2;
    private static final long SEED = Long.getLong("turnout.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    static Stream<String> levels() {
        return "all".equals(System.getProperty("turnout.trials"))
                ? Stream.of("guarded", "drop-in")
                : Stream.of("guarded");
    }

    /** What is left to the async workers whose failing is watched: a drop-in server, which obeys, is to have its part too. */
    static int share(String level) {
        return level.equals("drop-in") ? 70 : 100;
    }

    /** Those that have their hands full: a cap over all workers may leave one of them with nothing. */
    final List<String> busy(List<String> workers) {
        return workers.stream()
                .filter(worker -> book.heldBy(worker).size() >= HANDFUL)
                .toList();
    }

    /** Waits for one of {@code workers} that has its hands full. There is more work when all is done before one was seen so. */
    final String victimOf(List<String> workers) {
        return await().atMost(LONG)
                .until(
                        () -> {
                            if (redis.zcard(KEYS.queue(StateName.ENQUEUED)) == 0) {
                                enqueueWork(400, JOB_MILLIS);
                            }
                            return oneOf(busy(workers));
                        },
                        Objects::nonNull);
    }

    private @Nullable String oneOf(List<String> workers) {
        return workers.isEmpty() ? null : workers.get(random.nextInt(workers.size()));
    }

    final String said(String name, String job) {
        return children.logged(name).lines().filter(line -> line.contains(job)).collect(Collectors.joining("\n"));
    }

    final long starts(Set<String> jobs) {
        return book.starts().stream().filter(line -> jobs.contains(line.job())).count();
    }

    /** What it had begun and not ended, and what it had claimed: a claim that it had not begun may be begun later. */
    final Set<String> inTheHandsOf(String name) {
        Set<String> hands = new HashSet<>(book.heldBy(name));
        hands.removeIf(job -> redis.zscore(KEYS.queue(StateName.SUCCEEDED), job) != null);
        for (String job : redis.zrange(KEYS.queue(StateName.PROCESSING), 0, -1)) {
            String document = redis.get(KEYS.job(job));
            String owner = document.substring(document.lastIndexOf("\"serverName\":"));
            if (owner.startsWith("\"serverName\":\"" + name + "\"")) {
                hands.add(job);
            }
        }
        return hands;
    }

    final long startsBy(String name) {
        return book.starts().stream().filter(line -> line.owner().equals(name)).count();
    }

    final void concludes(String row, int kills, Set<String> held) {
        Set<String> twice = new HashSet<>();
        book.runs().forEach((job, runs) -> {
            if (runs.size() > 1) {
                twice.add(job);
            }
        });
        figures(row)
                .put("kills", kills)
                .put("inTheirHands", held.size())
                .put("runAgain", twice.size())
                .put("givenUp", givenUp())
                .put("seed", SEED)
                .print();
        holdsButForJobsGivenUp();
        assertThat(held)
                .as("run again without having been in the hands of the victim")
                .containsAll(twice);
        assertThat(legacyServersStopped()).as("legacy servers stopped").isZero();
    }
}
