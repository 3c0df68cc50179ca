// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** What becomes of a job that a worker claims and cannot run. */
@Tag("redis")
class ParkTest {
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
    void aParkedJobIsWhatItWasBeforeTheClaimHoweverOftenItIsOffered() throws Exception {
        JobId id = Rig.insert(rig.open());
        JsonNode before = documentWithoutVersion(id);
        int version = rig.document(id).version();

        for (int offer = 1; offer <= 5; offer++) {
            LegacyQueue worker = rig.open();
            Claim claim = await().until(() -> Rig.claim(worker, 1), claims -> !claims.isEmpty())
                    .get(0); // who has just looked keeps others from it for a moment
            assertThat(Rig.get(worker.claims().park(claim, "no such bean"))).isEqualTo(new Answer.Committed(true));

            assertThat(documentWithoutVersion(id)).isEqualTo(before);
            assertThat(rig.document(id).version()).isEqualTo(version + 2 * offer);
            assertThat(rig.wellKept(id)).isTrue();
            assertThat(Rig.claim(worker, 1)).as("it is left alone for a while").isEmpty();
        }
        assertThat(rig.redis().hgetall(rig.keys.parked())).containsEntry(id.value(), "no such bean");
        assertThat(rig.redis().exists(rig.keys.lease(), rig.keys.leases(), rig.keys.crashes()))
                .isZero();
    }

    /** What is put in before others raises their ranks, and the head-room stands on ranks that only fall. */
    @Test
    void aParkedJobGoesToTheEndOfTheQueue() {
        LegacyQueue worker = rig.open();
        JobId parked = Rig.insert(worker);
        Claim claim = Rig.claim(worker, 1).get(0);
        JobId younger = Rig.insert(worker);

        Rig.get(worker.claims().park(claim, "no such bean"));

        assertThat(rig.redis().zrange(rig.keys.queue(StateName.ENQUEUED), 0, -1))
                .containsExactly(younger.value(), parked.value());
    }

    @Test
    void aJobThatWasParkedHereIsTakenBackHereWhenTheClaimOfAnotherWorkerLapses() {
        LegacyQueue here = rig.open();
        LegacyQueue other = rig.open(Rig.options().lease(Duration.ofMillis(100)));
        JobId id = Rig.insert(here);
        Rig.get(here.claims().park(Rig.claim(here, 1).get(0), "no such bean"));
        assertThat(Rig.claim(other, 1)).hasSize(1); // and dies with it

        await().until(() -> Rig.get(here.duties().reap()) == 1);

        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(rig.redis().hget(rig.keys.crashes(), id.value())).isEqualTo("1");
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(List.of(rig.redis().zcard(rig.keys.leases()), rig.redis().hlen(rig.keys.flight())))
                .containsOnly(0L);
    }

    @Test
    void aJobThatAsksForWhatOnlyJobRunrProDoesIsLeftAloneAndSaysWhy() throws Exception {
        LegacyQueue worker = rig.open();
        JobId plain = Rig.insert(worker);
        JobId pro = Rig.insert(worker);
        ObjectNode document =
                (ObjectNode) new ObjectMapper().readTree(rig.redis().get(rig.keys.job(pro.value())));
        document.put("mutex", "virus-scanner").put("ofALaterVersion", 1);
        rig.redis().set(rig.keys.job(pro.value()), document.toString());

        List<Claim> claimed = Rig.claim(worker, 10);

        assertThat(claimed).extracting(Claim::id).containsExactly(plain);
        await().until(() -> rig.redis().hget(rig.keys.parked(), pro.value()) != null);
        assertThat(rig.redis().hget(rig.keys.parked(), pro.value())).contains("TURNOUT-0611", ": mutex.");
        assertThat(rig.redis().get(rig.keys.job(pro.value()))).isEqualTo(document.toString());
    }

    private static JsonNode documentWithoutVersion(JobId id) throws Exception {
        ObjectNode document =
                (ObjectNode) new ObjectMapper().readTree(rig.redis().get(rig.keys.job(id.value())));
        return document.without("version");
    }
}
