// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import dev.turnout.bridge.wire.JobDocument;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What became of the runs of one recurring job with a fixed step, told by all its instances. Times in µs. */
final class Recurrences {
    private final Collection<JobDocument> instances;
    private final TreeMap<Long, Integer> runs = new TreeMap<>();
    private final long step;
    private final long poll;

    /** @param poll of the legacy servers: how early their master looks at a run */
    Recurrences(Collection<JobDocument> instances, long step, long poll) {
        this.instances = instances;
        this.step = step;
        this.poll = poll;
        instances.forEach(job -> runs.merge(job.runMicros().orElseThrow(), 1, Integer::sum));
    }

    int runs() {
        return runs.size();
    }

    boolean areAllOnTheStep() {
        return runs.keySet().stream().allMatch(run -> run % step == 0);
    }

    long madeTwice() {
        return runs.values().stream().filter(times -> times > 1).count();
    }

    /** Those that were made more than a poll after their time: after a gap. */
    long madeAfterwards() {
        return instances.stream()
                .filter(job -> job.createdMicros() > job.runMicros().orElseThrow() + poll)
                .count();
    }

    /** Runs between the first and the last that were never made. */
    List<Long> leftOut() {
        return LongStream.iterate(runs.firstKey(), run -> run < runs.lastKey(), run -> run + step)
                .filter(run -> !runs.containsKey(run))
                .boxed()
                .toList();
    }

    /** Of those the ones that JobRunr's own rule leaves out: an earlier instance was on its way when a master may have looked. */
    List<Long> leftOutByTheRule() {
        return leftOut().stream()
                .filter(run -> instances.stream().anyMatch(job -> isOnItsWay(job, run)))
                .toList();
    }

    /** For each of these: when the earlier instance was to run, was made and ended, in s from the run that was left out. */
    List<String> reasons() {
        return leftOutByTheRule().stream()
                .flatMap(run -> instances.stream()
                        .filter(job -> isOnItsWay(job, run))
                        .map(job -> "%.1f made %.1f ended %.1f"
                                .formatted(
                                        (job.runMicros().orElseThrow() - run) / 1e6,
                                        (job.createdMicros() - run) / 1e6,
                                        (job.endedMicros().orElseThrow() - run) / 1e6)))
                .toList();
    }

    /** Who made it ahead of its time looks again one poll later. */
    private boolean isOnItsWay(JobDocument job, long run) {
        long due = job.runMicros().orElseThrow();
        long made = job.createdMicros();
        long looked = Math.max(run - poll, made < due ? made + poll : made);
        return due < run && made < run && job.endedMicros().orElse(Long.MAX_VALUE) > looked;
    }
}
