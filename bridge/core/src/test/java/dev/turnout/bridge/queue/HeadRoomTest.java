// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which jobs are left to stock servers, and how a head is taken that they leave. */
@Tag("redis")
class HeadRoomTest {
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
    void headsAreTheStockServersWhileOneLives() {
        LegacyQueue queue = rig.open(Rig.options().skew(Duration.ZERO));
        List<JobId> ids = Rig.insert(queue, 10);
        rig.stockServer(3, 5);

        List<Claim> claims = Rig.claim(queue, 10);

        assertThat(claims).extracting(Claim::id).containsExactlyElementsOf(ids.subList(6, 10));
        assertThat(ids).allMatch(rig::wellKept);
    }

    @Test
    void theHeadRoomCanBeForcedAndCountsOnlyWhileAStockServerLives() {
        LegacyQueue queue = rig.open(Rig.options().skew(Duration.ZERO).headRoom(2));
        Rig.insert(queue, 3);
        assertThat(Rig.claim(queue, 1)).hasSize(1);
        rig.stockServer(100, 5);
        List<JobId> more = Rig.insert(queue, 1);

        List<Claim> claims = Rig.claim(queue, 10);

        assertThat(claims).extracting(Claim::id).containsExactlyElementsOf(more);
    }

    @Test
    void youngJobsAreLeftWhileAStockServerLives() {
        LegacyQueue queue = rig.open(Rig.options().skew(Duration.ofMillis(300)));
        rig.stockServer(1, 5);
        Rig.insert(queue, 3);

        assertThat(Rig.claim(queue, 1)).isEmpty();

        await().until(() -> Rig.claim(queue, 1).size() == 1);
    }

    @Test
    void aHeadThatWaitedTooLongIsTakenWithoutBeingShownFirst() {
        LegacyQueue queue = rig.open();
        rig.stockServer(5, 5);
        JobId id = Rig.insert(queue);
        rig.age(id, 11);

        assertThat(Rig.claim(queue, 5)).isEmpty();

        assertThat(rig.redis().zscore(rig.keys.reserved(), id.value())).isNotNull();
        assertThat(rig.redis().get(rig.keys.version(id.value()))).isEqualTo("2");
        assertThat(rig.document(id).version()).isEqualTo(1);
        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        Claim claim = await().until(() -> Rig.claim(queue, 5), claims -> claims.size() == 1)
                .get(0);
        assertThat(rig.document(id).state()).isEqualTo(StateName.PROCESSING);
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(Answer.Committed.class);
        assertThat(rig.redis().zcard(rig.keys.reserved())).isZero();
    }

    @Test
    void aReservationWhoseOwnerDiedIsGivenBackByAnyWorker() {
        LegacyQueue dead = rig.open(Rig.options().lease(Duration.ofMillis(100)).settleAfter(Duration.ofMillis(50)));
        LegacyQueue other = rig.open();
        rig.stockServer(5, 5);
        JobId id = Rig.insert(dead);
        rig.age(id, 11);
        Rig.claim(dead, 5);

        await().until(() -> Rig.get(other.duties().reap()) == 1);

        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(rig.document(id).version()).isEqualTo(3);
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void aRollbackGivesReservedJobsBackBeforeTheEpochCountsAsObeyed() {
        LegacyQueue queue = rig.open();
        rig.stockServer(5, 5);
        JobId id = Rig.insert(queue);
        rig.age(id, 11);
        Rig.claim(queue, 5);
        rig.route("*", "0");

        Rig.get(queue.routes().refresh());

        assertThat(rig.redis().zcard(rig.keys.reserved())).isZero();
        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(rig.wellKept(id)).isTrue();
    }
}
