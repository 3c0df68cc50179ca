// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import dev.turnout.bridge.store.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.Paging.AmountBasedList;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Jobs that this application's mapper cannot read, and another's may. */
@Tag("redis")
class DropInUnreadTest {
    private static final JsonMapper ANY = DropIn.mappers().findFirst().orElseThrow();
    private static DropInRig rig;

    private StorageProvider storage;
    private JobScheduler scheduler;

    @BeforeAll
    static void start() {
        rig = new DropInRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void open() {
        rig.reset();
        storage = rig.provider(ANY);
        scheduler = new JobScheduler(storage);
    }

    @Test
    void jobsBehindManyOfThemAreRunAndEachIsNamedOnce() {
        List<ILoggingEvent> log = log(JobStore.class);
        IntStream.range(0, 60).forEach(i -> scheduler.<Freight>enqueue(freight -> freight.haul("strange")));
        estrange(StateName.ENQUEUED);
        scheduler.<Freight>enqueue(freight -> freight.haul("good"));
        rig.server(storage, ANY, 2, Duration.ofSeconds(120));

        await().atMost(Duration.ofSeconds(60)).until(() -> Freight.RUNS.containsKey("good"));
        scheduler.<Freight>enqueue(freight -> freight.haul("another"));
        await().atMost(Duration.ofSeconds(60)).until(() -> Freight.RUNS.containsKey("another"));

        assertThat(rig.redis().zcard("app:queue:jobs:ENQUEUED")).isEqualTo(60);
        assertThat(log.stream().filter(line -> line.toString().contains("TURNOUT-0601")))
                .hasSize(60);
        rig.provider(ANY);
        assertThat(rig.redis().hlen("app:turnout:quarantine")).isZero();
    }

    @Test
    void whoAsksForSomeJobsGetsThoseBehindThemToo() {
        Instant due = Instant.now().minusSeconds(60);
        IntStream.range(0, 25).forEach(i -> scheduler.<Freight>schedule(due, freight -> freight.haul("strange")));
        estrange(StateName.SCHEDULED);
        UUID good = scheduler
                .<Freight>schedule(due.plusSeconds(1), freight -> freight.haul("good"))
                .asUUID();

        assertThat(storage.getScheduledJobs(Instant.now(), new AmountRequest("scheduledAt:ASC", 10)))
                .extracting(Job::getId)
                .containsExactly(good);
        assertThat(storage.getJobList(StateName.SCHEDULED, AmountBasedList.ascOnUpdatedAt(10)))
                .extracting(Job::getId)
                .containsExactly(good);
    }

    @Test
    void theyAreDeletedForGoodWithoutBeingRead() {
        IntStream.range(0, 25)
                .forEach(i -> scheduler.delete(scheduler
                        .<Freight>enqueue(freight -> freight.haul("strange"))
                        .asUUID()));
        UUID one =
                scheduler.<Freight>enqueue(freight -> freight.haul("strange")).asUUID();
        estrange(StateName.DELETED);
        estrange(StateName.ENQUEUED);
        assertThat(storage.getJobList(StateName.DELETED, AmountBasedList.ascOnUpdatedAt(100)))
                .isEmpty();

        assertThat(storage.deletePermanently(one)).isEqualTo(1);
        assertThatThrownBy(() -> storage.deletePermanently(one)).isInstanceOf(JobNotFoundException.class);
        assertThat(storage.deleteJobsPermanently(
                        StateName.DELETED, Instant.now().plusSeconds(60)))
                .isEqualTo(25);

        assertThat(rig.redis().keys("app:job:*")).isEmpty();
    }

    @Test
    void whatWasClaimedIsHandedOutWhenRedisFailsInALaterLook() {
        List<ILoggingEvent> log = log(ClaimRound.class);
        UUID good = scheduler.<Freight>enqueue(freight -> freight.haul("good")).asUUID();
        IntStream.range(0, 6).forEach(i -> scheduler.<Freight>enqueue(freight -> freight.haul("strange")));
        AtomicInteger strange = new AtomicInteger();
        storage.setJobMapper(new JobMapper(ANY) {
            @Override
            public Job deserializeJob(String body) {
                if (body.contains(good.toString())) {
                    return super.deserializeJob(body);
                }
                if (strange.incrementAndGet() == 2) { // in the second look: the third one is refused
                    rig.redis().configSet("maxmemory", "1");
                }
                throw new IllegalArgumentException("not mine");
            }
        });
        try {
            assertThat(storage.getJobsToProcess(DropInRig.idle(storage, ANY), AmountBasedList.ascOnUpdatedAt(2)))
                    .extracting(Job::getId)
                    .containsExactly(good);
        } finally {
            rig.redis().configSet("maxmemory", "0");
        }
        assertThat(log).singleElement().asString().contains("TURNOUT-0691");
        assertThat(rig.redis().zrange("app:queue:jobs:PROCESSING", 0, -1)).containsExactly(good.toString());
    }

    /** Gives each job of a state something that only another application has a class for. */
    private static void estrange(StateName state) {
        for (String id : rig.redis().zrange("app:queue:jobs:" + state, 0, -1)) {
            String body = rig.redis().get("app:job:" + id);
            String strange = body.replaceFirst(
                    "\"metadata\":\\{", "\"metadata\":{\"mine\":{\"@class\":\"com.example.Elsewhere\",\"a\":1},");
            assertThat(strange).isNotEqualTo(body);
            rig.redis().set("app:job:" + id, strange);
        }
    }

    @SuppressWarnings("resource") // nothing is open in it
    private static List<ILoggingEvent> log(Class<?> of) {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        Logger logger = (Logger) LoggerFactory.getLogger(of);
        logger.detachAndStopAllAppenders();
        logger.setAdditive(false);
        logger.addAppender(appender);
        return appender.list;
    }
}
