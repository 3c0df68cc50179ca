// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.RecurringDefinition;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is master, as a worker has read it, and what may have been left out before. Times are Redis' in µs.
 *
 * @param ours whether no legacy server lives
 * @param since when it began; names it, too
 * @param steady since when the master's beats have not failed
 * @param gap since when runs may have been left out; 0 where there is none
 * @param quietFrom from when on certainly nobody looked at what falls due
 * @param quietTo until when
 * @param from since when runs are ours, if it is ours and there is no gap
 * @param poll the last known poll interval of legacy servers
 * @param decided by recurring job the last run that the async pool has decided about
 * @param filled by recurring job the last run that was made after a gap
 * @param kept how long an ended job can be found
 */
record Reign(
        long now,
        boolean ours,
        long since,
        long steady,
        long gap,
        long quietFrom,
        long quietTo,
        long from,
        long poll,
        Map<String, String> decided,
        Map<String, String> filled,
        Duration kept) {
    /** A master that has left the list may still be storing its last instances for so long. */
    private static final long LAST_WORDS = 2_000_000;

    /** A server may be so late with its first look at the recurring jobs, beside its polls. */
    private static final long START = 5_000_000;

    /** As long as this a gap is tried to be filled. */
    private static final long PATIENCE = 900_000_000;

    /** For so many polls a new master is followed. */
    private static final int FOLLOWED = 12;

    private static final int MOST = 500;

    static Reign of(Reply reply) {
        return new Reign(
                reply.number(0),
                reply.number(1) == 1,
                reply.number(2),
                reply.number(3),
                reply.number(4),
                reply.number(5),
                reply.number(1) == 1 ? Long.MAX_VALUE : reply.number(6),
                reply.number(7),
                reply.number(8),
                reply.list(10).map(),
                reply.list(11).map(),
                duration(reply.text(13)).plus(duration(reply.text(14))));
    }

    /** What nobody can read is taken for no time at all: then nothing is made that may be there already. */
    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    boolean hasGap() {
        return gap > 0;
    }

    /** Whether the master has been there long enough: what of the gap is not made by now, it never makes. */
    boolean settled() {
        return ours ? now >= since + LAST_WORDS : now >= Math.max(since + 5 * poll + 2 * START, steady + 4 * poll);
    }

    /**
     * The last time that may belong to the gap. A new master has looked by then, also one that starts slowly; and it is followed until
     * then, because it leaves out a run if one that we have made late is on its way when it looks.
     */
    private long end() {
        return since + FOLLOWED * poll;
    }

    /** Up to when can be said now which runs were made. */
    long horizon() {
        return ours ? now : Math.min(end(), now - 2 * poll - START);
    }

    /** Whether that is all of the gap. */
    boolean isWhole() {
        return ours || horizon() == end();
    }

    boolean isHopeless() {
        return now > Math.max(since, gap) + PATIENCE + 2 * FOLLOWED * poll;
    }

    /** The runs of a recurring job that nobody of us knows to be made; {@code since} in ms is when it began to have them. */
    List<Long> open(RecurringDefinition job, long since) {
        long after = Math.max(Math.max(gap, last(filled, job)), Math.max(last(decided, job), since * 1_000 - 1));
        List<Long> runs = new ArrayList<>();
        job.runs(RedisClock.instant(after), RedisClock.instant(horizon()), MOST)
                .forEach(run -> runs.add(RedisClock.micros(run)));
        return runs;
    }

    /** Up to which run the async pool has decided about that job. */
    static long last(Map<String, String> of, RecurringDefinition job) {
        return Long.parseLong(Optional.ofNullable(of.get(job.id())).orElse("0"));
    }

    /**
     * Whether a master may have left out that run because of this earlier instance: it was on its way when the master may have looked. Who made
     * it looks again one poll later.
     */
    boolean isExcusedBy(Instances.Life earlier, long run) {
        if (earlier.run() >= run) {
            return false;
        }
        long opens = run - poll;
        long again = earlier.from() + poll;
        long counts = earlier.isLate(poll) ? again : earlier.from();
        if (opens >= quietFrom && run <= quietTo) { // nobody looked
            return earlier.covers(counts, run, run);
        }
        long first = Math.max(opens, Math.max(quietTo, earlier.from() >= since ? again : 0));
        return earlier.covers(counts, Math.max(opens, again), Math.min(run, quietFrom))
                || earlier.covers(counts, first, run);
    }
}
