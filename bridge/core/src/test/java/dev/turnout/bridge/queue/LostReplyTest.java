// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis does what it is asked and answers too late: the next change must not take its own note for a stranger's. */
@Tag("redis")
class LostReplyTest {
    private static final Duration PATIENCE = Duration.ofMillis(150);
    private static final long PAUSE_MILLIS = 400;

    private static Rig rig;

    private Claims claims;
    private JobId id;
    private Claim claim;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void noteWhoseReplyIsLost() {
        rig.reset();
        LegacyQueue queue = rig.open(impatient());
        id = Rig.insert(queue);
        claims = queue.claims();
        claim = Rig.claim(queue, 1).get(0);
        Rig.get(claims.note(claim, metadata("warm"))); // the script is loaded
        rig.redis().clientPause(PAUSE_MILLIS);

        assertThat(Rig.get(claims.note(claim, metadata("half")))).isInstanceOf(Answer.Indeterminate.class);

        await().until(() -> rig.redis().get(rig.keys.version(id.value())).equals("4"));
    }

    @Test
    void anotherNoteIsStoredAfterIt() {
        assertThat(asked(() -> claims.note(claim, metadata("whole")))).isInstanceOf(Answer.Committed.class);

        assertThat(rig.document(id).version()).isEqualTo(5);
        assertThat(rig.document(id).metadata()).containsEntry("turnout-test", new TextNode("whole"));
        assertThat(asked(() -> claims.complete(claim))).isInstanceOf(Answer.Committed.class);
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void theSameNoteIsStoredOnce() {
        assertThat(asked(() -> claims.note(claim, metadata("half")))).isInstanceOf(Answer.Committed.class);

        assertThat(rig.document(id).version()).isEqualTo(4);
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void theGoodEndIsStoredAfterIt() {
        assertThat(asked(() -> claims.complete(claim))).isInstanceOf(Answer.Committed.class);

        endedOnceAs(StateName.SUCCEEDED);
    }

    @Test
    void theFailedEndIsStoredAfterIt() {
        Failure failure = new Failure(new IllegalStateException("down"), "down", true, Optional.empty(), 3);

        assertThat(asked(() -> claims.fail(claim, failure))).isInstanceOf(Answer.Committed.class);

        endedOnceAs(StateName.SCHEDULED);
    }

    @Test
    void theJobIsGivenBackAfterIt() {
        assertThat(asked(() -> claims.release(claim))).isInstanceOf(Answer.Committed.class);

        endedOnceAs(StateName.ENQUEUED);
    }

    @Test
    void theJobIsParkedAfterIt() {
        assertThat(asked(() -> claims.park(claim, "unfit"))).isInstanceOf(Answer.Committed.class);

        endedOnceAs(StateName.ENQUEUED);
    }

    @Test
    void aJobThatWasTakenAwayMeanwhileIsLost() {
        rig.redis().hdel(rig.keys.lease(), id.value());

        assertThat(asked(() -> claims.complete(claim))).isInstanceOf(Answer.LostClaim.class);

        assertThat(rig.document(id).state()).isEqualTo(StateName.PROCESSING);
    }

    private static LegacyQueueOptions impatient() {
        LegacyQueueOptions usual = Rig.options();
        return new LegacyQueueOptions(
                usual.keyPrefix(),
                usual.workerId(),
                usual.workerName(),
                usual.slots(),
                Duration.ofSeconds(30),
                usual.skew(),
                usual.headRoom(),
                usual.settleAfter(),
                usual.crashes(),
                PATIENCE,
                usual.dialect());
    }

    private static Map<String, JsonNode> metadata(String value) {
        return Map.of("turnout-test", new TextNode(value));
    }

    /** Asks with the same token until there is an answer, as a worker does. */
    private static Answer asked(Supplier<CompletionStage<Answer>> question) {
        return await().until(() -> Rig.get(question.get()), answer -> !(answer instanceof Answer.Indeterminate));
    }

    private void endedOnceAs(StateName state) {
        assertThat(rig.document(id).state()).isEqualTo(state);
        assertThat(rig.document(id).version()).isEqualTo(5);
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(rig.redis().exists(rig.keys.lease(), rig.keys.leases())).isZero();
    }
}
