// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import dev.turnout.bridge.trials.corpus.Freight.Colour;
import dev.turnout.bridge.trials.corpus.Freight.Parcel;
import dev.turnout.bridge.trials.corpus.Freight.Ticket;
import dev.turnout.bridge.trials.corpus.Freight.Wagon;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;

/** Each writes down what it was called with. They run in JobRunr of every line, and in an async worker. */
public class CorpusTasks {
    static final CountDownLatch LET_GO = new CountDownLatch(1);

    @Job(
            name = "primitives %0",
            retries = 4,
            labels = {"a label", "näher"})
    public void primitives(String name, int i, long l, boolean b, double d, float f) {
        Seen.note(name, i, l, b, d, f);
    }

    public void boxes(String name, Integer i, Long l, Boolean b, Double d) {
        Seen.note(name, i, l, b, d);
    }

    public void text(String name, String text) {
        Seen.note(name, text);
    }

    public void wide(String name, BigInteger integer, BigDecimal decimal) {
        Seen.note(name, integer, decimal);
    }

    public void uuid(String name, UUID value) {
        Seen.note(name, value);
    }

    public void list(String name, List<String> values) {
        Seen.note(name, values);
    }

    public void longs(String name, List<Long> values) {
        Seen.note(name, values);
    }

    public void set(String name, Set<String> values) {
        Seen.note(name, values);
    }

    public void map(String name, Map<String, Long> values) {
        Seen.note(name, values);
    }

    public void array(String name, String[] values) {
        Seen.note(name, (Object) values);
    }

    public void bytes(String name, byte[] values) {
        Seen.note(name, (Object) values);
    }

    public void colour(String name, Colour value) {
        Seen.note(name, value);
    }

    public void parcel(String name, Parcel value) {
        Seen.note(name, value);
    }

    public void ticket(String name, Ticket value) {
        Seen.note(name, value);
    }

    public void wagon(String name, Wagon value) {
        Seen.note(name, value);
    }

    public void instant(String name, Instant value) {
        Seen.note(name, value);
    }

    public void localDate(String name, LocalDate value) {
        Seen.note(name, value);
    }

    public void localDateTime(String name, LocalDateTime value) {
        Seen.note(name, value);
    }

    public void offsetDateTime(String name, OffsetDateTime value) {
        Seen.note(name, value);
    }

    public void zonedDateTime(String name, ZonedDateTime value) {
        Seen.note(name, value);
    }

    public void duration(String name, Duration value) {
        Seen.note(name, value);
    }

    public void date(String name, Date value) {
        Seen.note(name, value);
    }

    public void context(String name, JobContext context) {
        Seen.note(name, context);
    }

    /** Of a recurring job. */
    public void recurring(String name, JobContext context) {
        Seen.note(name, context.getJobId());
    }

    /** Fails for good. */
    @Job(retries = 0)
    public void fails(String name) {
        Seen.note(name);
        throw new IllegalStateException("derailed \u2028 <&> \ud83d\ude82", new IllegalArgumentException("cause"));
    }

    /** Leaves metadata, a log and a progress bar, fails, and is due again in a while. */
    public void stumbles(String name, JobContext context) {
        Seen.note(name, context);
        context.saveMetadata("user", "bob & <ann> \ud83d\ude82");
        context.saveMetadata("count", Long.MAX_VALUE);
        context.logger().info("n\u00e4h");
        context.progressBar(4).increaseByOne();
        throw new IllegalStateException("stumbled");
    }

    /** Is still at it when the scribe reads the job. */
    public void holds(String name) throws InterruptedException {
        Seen.note(name);
        LET_GO.await();
    }

    /** Never runs: deleted before. */
    public void deleted(String name) {
        Seen.note(name);
    }
}
