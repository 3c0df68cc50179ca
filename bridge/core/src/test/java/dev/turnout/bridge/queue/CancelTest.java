// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.task.JobId;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job is ended from outside, wherever it stands. */
@Tag("redis")
class CancelTest {
    private static Rig rig;

    private LegacyQueue queue;

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
        queue = rig.open();
    }

    @Test
    void theReasonIsInTheHistoryOnce() {
        JobId id = Rig.insert(queue);

        assertThat(cancel(id)).isInstanceOf(Committed.class);
        assertThat(cancel(id)).isInstanceOf(AlreadyFinal.class);

        assertThat(rig.redis().get(rig.keys.job(id.value()))).containsOnlyOnce("\"reason\":\"typed twice\"");
        endedAsDeleted(id);
    }

    @Test
    void whoCancelledWhatAndWhyIsInTheAuditOnce() {
        JobId id = Rig.insert(queue);

        Rig.get(queue.door("ann").cancel(id, "typed twice"));
        Rig.get(queue.door("bob").cancel(id, "typed thrice"));
        Rig.get(queue.door("bob").cancel(new JobId(UUID.randomUUID().toString()), "no such job"));

        assertThat(rig.redis().xrange(rig.keys.audit(), Range.unbounded()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getBody())
                        .containsEntry("cancel", id.value())
                        .containsEntry("task", Rig.TASK.toString())
                        .containsEntry("before", "ENQUEUED")
                        .containsEntry("who", "ann")
                        .containsEntry("why", "typed twice"));
    }

    @Test
    void aDeferredJobIsNoLongerDue() {
        NewJob later = new NewJob(
                new JobId(UUID.randomUUID().toString()),
                Rig.TASK,
                List.of(new Argument("java.lang.String", new TextNode("x"))),
                Duration.ofHours(1),
                Optional.empty(),
                Map.of());
        Rig.get(queue.door().insert(later));

        assertThat(cancel(later.id())).isInstanceOf(Committed.class);

        endedAsDeleted(later.id());
        assertThat(rig.redis().zcard(rig.keys.due())).isZero();
    }

    @Test
    void aRunningJobEndsOnceAndItsWorkerHearsThatItIsFinal() {
        JobId id = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);

        assertThat(cancel(id)).isInstanceOf(Committed.class);

        assertThat(Rig.get(queue.claims().renew(List.of(claim)))).containsExactly(new AlreadyFinal());
        assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(AlreadyFinal.class);
        endedAsDeleted(id);
        assertThat(rig.redis().exists(rig.keys.lease(), rig.keys.leases(), rig.keys.flight()))
                .isZero();
    }

    @Test
    void aFailedJobCanBeCancelledAndOneThatEndedWellCannot() {
        JobId failed = Rig.insert(queue);
        Rig.get(queue.claims()
                .fail(
                        Rig.claim(queue, 1).get(0),
                        new Failure(new IllegalStateException("x"), "x", false, Optional.empty(), 0)));
        JobId good = Rig.insert(queue);
        Rig.get(queue.claims().complete(Rig.claim(queue, 1).get(0)));

        assertThat(cancel(failed)).isInstanceOf(Committed.class);
        assertThat(cancel(good)).isInstanceOf(AlreadyFinal.class);

        endedAsDeleted(failed);
        assertThat(rig.document(good).state()).isEqualTo(StateName.SUCCEEDED);
    }

    @Test
    void aJobThatIsReservedIsCancelledToo() {
        rig.stockServer(5, 5);
        JobId id = Rig.insert(queue);
        rig.age(id, 11);
        Rig.claim(queue, 5);
        assertThat(rig.redis().zcard(rig.keys.reserved())).isEqualTo(1);

        assertThat(cancel(id)).isInstanceOf(Committed.class);

        endedAsDeleted(id);
        assertThat(rig.redis().exists(rig.keys.reserved(), rig.keys.lease(), rig.keys.flight()))
                .isZero();
    }

    @Test
    void aJobWhoseKeysDisagreeIsLeftAsItIs() {
        JobId id = Rig.insert(queue);
        rig.redis().set(rig.keys.version(id.value()), "2");
        String before = rig.redis().get(rig.keys.job(id.value()));

        assertThat(cancel(id)).isInstanceOf(Answer.LostClaim.class);

        assertThat(rig.redis().get(rig.keys.job(id.value()))).isEqualTo(before);
    }

    private Answer cancel(JobId id) {
        return Rig.get(queue.door().cancel(id, "typed twice"));
    }

    private static void endedAsDeleted(JobId id) {
        assertThat(rig.document(id).state()).isEqualTo(StateName.DELETED);
        assertThat(rig.wellKept(id)).isTrue();
    }
}
