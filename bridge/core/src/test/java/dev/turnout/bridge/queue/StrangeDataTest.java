// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.arq.Logged;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands in Redis and is not ours, or is broken: it stops nothing but itself, and is named. */
@Tag("redis")
class StrangeDataTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
    }

    @Test
    void dueJobsThatNobodyCanReadDoNotStopThoseBehindThem() {
        LegacyQueue queue = rig.open();
        double past = rig.micros() - 60e6;
        for (int i = 0; i < 470; i++) {
            String id = UUID.randomUUID().toString();
            rig.redis().zadd(rig.keys.due(), past, id);
            if (i < 70) {
                store(id, "{\"broken\":");
                rig.redis().zadd(rig.keys.queue(StateName.SCHEDULED), past, id);
            }
        }
        try (Logged log = Logged.by(Parking.class.getName())) {
            JobId good = insertDeferred(queue);
            await().until(() -> promoteAndLook(queue, good).equals(Optional.of("ENQUEUED")));
            JobId later = insertDeferred(queue);
            await().until(() -> promoteAndLook(queue, later).equals(Optional.of("ENQUEUED")));

            assertThat(rig.wellKept(good)).isTrue();
            assertThat(log.lines()).as("each is told once").hasSize(470);
        }
        assertThat(rig.redis().zcard(rig.keys.due())).isEqualTo(470);
        assertThat(rig.redis().hlen(rig.keys.parked())).isEqualTo(470);
    }

    @Test
    void oldJobsThatNobodyCanReadDoNotStopTheCleaningOfOthers() {
        LegacyQueue queue = rig.open();
        JobId good = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);
        assertThat(Rig.get(queue.claims().complete(claim))).isEqualTo(new Answer.Committed());
        rig.redis().zadd(rig.keys.queue(StateName.SUCCEEDED), 2, good.value());
        for (int i = 0; i < 60; i++) {
            String id = UUID.randomUUID().toString();
            store(id, "{\"broken\":");
            rig.redis().zadd(rig.keys.queue(StateName.SUCCEEDED), 1, id);
        }

        try (Logged parked = Logged.by(Parking.class.getName())) {
            Rig.get(queue.duties().promote());
            assertThat(parked.lines()).hasSize(60);
        }

        assertThat(Rig.get(queue.door().state(good))).contains("DELETED");
        assertThat(rig.redis().zcard(rig.keys.queue(StateName.SUCCEEDED))).isEqualTo(60);
    }

    @Test
    void aCountOfJobsInFlightThatIsNoNumberIsTakenForNoneAndNamed() {
        LegacyQueue queue = rig.open();
        rig.redis().hset(rig.keys.inFlight(), Rig.TASK.toString(), "abc");
        JobId id = Rig.insert(queue);

        Claim claim = Rig.claim(queue, 1).get(0);

        assertThat(rig.redis().hgetall(rig.keys.inFlight())).isEqualTo(Map.of(Rig.TASK.toString(), "1"));
        assertThat(reported(queue))
                .singleElement()
                .asString()
                .contains("TURNOUT-0414", "turnout:inflight " + Rig.TASK, "'abc'");
        assertThat(Rig.get(queue.claims().complete(claim))).isEqualTo(new Answer.Committed());
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(rig.redis().exists(rig.keys.inFlight(), rig.keys.broken(), rig.keys.lease()))
                .isZero();
    }

    @Test
    void aCountInFlightThatBreaksMeanwhileDoesNotHinderTheEnd() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue, 3);
        List<Claim> claims = Rig.claim(queue, 3);
        rig.redis().hset(rig.keys.inFlight(), Rig.TASK.toString(), "2.5");

        assertThat(Rig.get(queue.claims().complete(claims.get(0)))).isEqualTo(new Answer.Committed());
        assertThat(reported(queue)).singleElement().asString().contains("2.5");

        assertThat(rig.redis().hgetall(rig.keys.inFlight()))
                .as("counted anew")
                .isEqualTo(Map.of(Rig.TASK.toString(), "2"));
    }

    @Test
    void aCountOfCrashesThatIsNoNumberIsTakenForNoneAndNamed() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        rig.redis().hset(rig.keys.crashes(), id.value(), "abc");

        assertThat(Rig.claim(queue, 1))
                .singleElement()
                .extracting(Claim::crashes)
                .isEqualTo(0);
        assertThat(reported(queue)).singleElement().asString().contains("turnout:crashes " + id, "'abc'");
    }

    @Test
    void aTokenThatIsNoNumberIsNamedAndNothingIsMoved() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        rig.redis().set(rig.keys.stem() + "turnout:token", "abc");

        try (Logged log = Logged.by(LegacyClaims.class.getName())) {
            assertThat(Rig.claim(queue, 1)).isEmpty();
            assertThat(log.lines()).singleElement().asString().contains("TURNOUT-0415", "turnout:token");
        }
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);

        rig.redis().set(rig.keys.stem() + "turnout:token", "7");
        await().until(() -> !Rig.claim(queue, 1).isEmpty());
    }

    @Test
    void placesOfTheIndexThatAreNoNumbersAreBegunAnew() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue);
        rig.redis().set(rig.keys.stem() + "turnout:cursor", "abc");
        rig.redis().hset(rig.keys.stem() + "turnout:sweep", Map.of("at", "x", "rank", "y", "scan", "z", "prune", "u"));
        rig.redis().set(rig.keys.epoch(), "v");

        await().until(() -> !Rig.claim(queue, 1).isEmpty());
    }

    @Test
    void aMessageThatIsNoSignalIsNamedAndTakenForAHint() {
        LegacyQueue queue = rig.open();
        AtomicInteger hints = new AtomicInteger();
        Rig.get(queue.presence().listen(new Presence.Ear() {
            @Override
            public void work() {
                hints.incrementAndGet();
            }

            @Override
            public void epoch(long epoch) {}

            @Override
            public void cancelled(JobId id) {}
        }));

        try (Logged lettuce = Logged.by("io.lettuce");
                Logged log = Logged.by(LegacyPresence.class.getName())) {
            int before = hints.get();
            for (String message : List.of("epoch x", "epoch ", "epoch 99999999999999999999")) {
                rig.redis().publish(rig.keys.signal(), message);
            }

            await().until(() -> log.lines().size() == 3 && hints.get() >= before + 3);
            assertThat(log.lines()).allMatch(line -> line.contains("TURNOUT-0413") && line.contains("epoch "));
            assertThat(lettuce.events()).extracting(ILoggingEvent::getLevel).doesNotContain(Level.ERROR, Level.WARN);
        }
    }

    private static List<String> reported(LegacyQueue queue) {
        try (Logged log = Logged.by(LegacyDuties.class.getName())) {
            Rig.get(queue.duties().reap());
            return log.lines().stream()
                    .filter(line -> line.contains("TURNOUT-0414"))
                    .toList();
        }
    }

    private static Optional<String> promoteAndLook(LegacyQueue queue, JobId id) {
        Rig.get(queue.duties().promote());
        return Rig.get(queue.door().state(id));
    }

    private static JobId insertDeferred(LegacyQueue queue) {
        NewJob now = Rig.job();
        NewJob job =
                new NewJob(now.id(), now.task(), now.arguments(), Duration.ofMillis(100), Optional.empty(), Map.of());
        Rig.get(queue.door().insert(job));
        return job.id();
    }

    private static void store(String id, String body) {
        rig.redis().set(rig.keys.job(id), body);
        rig.redis().set(rig.keys.version(id), "1");
    }
}
