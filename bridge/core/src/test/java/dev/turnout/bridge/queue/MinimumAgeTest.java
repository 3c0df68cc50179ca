// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How old a job must be before we claim it. */
@Tag("redis")
class MinimumAgeTest extends OnTheIndex {
    @Test
    void jobsAreLeftAloneUntilTheyAreOldEnough() {
        LegacyQueue queue = rig.open();
        rig.minimumAge(Duration.ofMillis(700));
        JobId id = Rig.insert(queue);
        long born = rig.document(id).createdMicros();

        await().pollInterval(Duration.ofMillis(20)).until(() -> !claim(queue, 1).isEmpty());

        assertThat(rig.document(id).updatedMicros() - born).isGreaterThanOrEqualTo(700_000);
    }

    @Test
    void aRetryOrAScheduledJobCountsFromItsCreation() {
        LegacyQueue queue = rig.open();
        rig.minimumAge(Duration.ofMinutes(5));
        String old = load(1, Rig.TASK, 600_000_000).get(0);
        Rig.insert(queue);
        rig.redis().zadd(rig.keys.queue(StateName.ENQUEUED), rig.micros(), old); // enqueued anew just now

        assertThat(claim(queue, 5)).extracting(claim -> claim.id().value()).containsExactly(old);
    }

    @Test
    void theAgeIsTheLegacyPoolsPollIntervalAndOutlivesIt() {
        rig.redis().del(rig.keys.age());
        LegacyQueue queue = rig.open();
        String server = rig.stockServer(1, 15);
        Rig.insert(queue, 5);
        assertThat(claim(queue, 5)).isEmpty();

        rig.redis().zrem(rig.keys.serversCreated(), server);
        assertThat(claim(queue, 5)).isEmpty();
        assertThat(rig.redis().get(rig.keys.pollKnown())).isEqualTo("15000000");

        rig.minimumAge(Duration.ZERO);
        await().until(() -> !claim(queue, 5).isEmpty());
    }

    @Test
    void serversThatPollMoreOftenThanThoseBeforeDoNotLowerTheAge() {
        rig.redis().del(rig.keys.age());
        LegacyQueue queue = rig.open();
        String slow = rig.stockServer(1, 15);
        claim(queue, 1);
        rig.redis().zrem(rig.keys.serversCreated(), slow);
        rig.stockServer(1, 5);
        claim(queue, 1);

        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(15));

        rig.stockServer(1, 20);
        claim(queue, 1);
        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(20));

        rig.minimumAge(Duration.ofSeconds(1)); // an operator's word goes before
        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPollIntervalOfLessThanJobRunrsShortestCountsAsThat() {
        rig.redis().del(rig.keys.age());
        LegacyQueue queue = rig.open();
        assertThat(minimumAge()).isZero();

        String server = rig.stockServer(1, 0); // as a server that polls every 200 ms writes it
        claim(queue, 1);
        rig.redis().zrem(rig.keys.serversCreated(), server);

        assertThat(minimumAge()).isEqualTo(Duration.ofSeconds(5));
    }

    private static Duration minimumAge() {
        return Rig.get(Cutover.over(link, Rig.PREFIX).status()).minimumAge();
    }
}
