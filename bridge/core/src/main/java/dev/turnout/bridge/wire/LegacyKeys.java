// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

/**
 * All keys, JobRunr's and our own beside them, under one prefix. The scripts derive the same ones from {@link #stem}, in
 * {@code lib/keys.lua}.
 */
public final class LegacyKeys {
    private final String stem;

    private LegacyKeys(String stem) {
        this.stem = stem;
    }

    /** The keys under JobRunr's key prefix; an empty one means no prefix. */
    public static LegacyKeys under(String prefix) {
        return new LegacyKeys(prefix.isEmpty() ? "" : prefix + ":");
    }

    /** What every key starts with: the prefix and a colon, or nothing. */
    public String stem() {
        return stem;
    }

    /** String: the job's document. */
    public String job(String id) {
        return stem + "job:" + id;
    }

    /** String: the version in the job's document. */
    public String version(String id) {
        return job(id) + ":version";
    }

    /** Sorted set: ids of the jobs in {@code state}, by the time of their last change in µs. */
    public String queue(StateName state) {
        return stem + "queue:jobs:" + state;
    }

    /** As {@link #queue(StateName)}, for a state in JobRunr's word. */
    public String queue(String state) {
        return stem + "queue:jobs:" + state;
    }

    /** Hash: id of an entry that nobody can read to where it stood and why it was put aside. */
    public String quarantine() {
        return stem + "turnout:quarantine";
    }

    /** Sorted set: ids of the instances of a recurring job that are not over, by the time they were to run in µs. */
    public String instances(String recurringId) {
        return stem + "turnout:instances:" + recurringId;
    }

    /** Hash: id of a recurring job to who created it, in a word of JobRunr 8 that JobRunr 7 cannot read. */
    public String creators() {
        return stem + "turnout:created-by";
    }

    /** Sorted set: ids of scheduled jobs, by the time they are due in µs. */
    public String due() {
        return stem + "queue:scheduledjobs";
    }

    /** Set: ids of recurring jobs that have an instance in {@code state}. */
    public String recurring(StateName state) {
        return stem + "job:recurring-job-id:" + state;
    }

    /** Sorted set: servers by the time they came; the lowest is JobRunr's master, ours stand at infinity. */
    public String serversCreated() {
        return stem + "backgroundjobservers:created";
    }

    /** Sorted set: servers by their last heartbeat in µs. */
    public String serversUpdated() {
        return stem + "backgroundjobservers:updated";
    }

    /** Hash: what a server says of itself. */
    public String server(String id) {
        return stem + "backgroundjobserver:" + id;
    }

    /** Hash: id of a claimed job to its lease, {@code token:version:worker}. */
    public String lease() {
        return stem + "turnout:lease";
    }

    /** Sorted set: ids of claimed jobs by the end of their lease in µs. */
    public String leases() {
        return stem + "turnout:leases";
    }

    /** Sorted set: ids of heads that were taken out and are not yet visible as processing, by the end of their lease. */
    public String reserved() {
        return stem + "turnout:reserved";
    }

    /** Hash: id to the number of crashes of a worker that held the job. */
    public String crashes() {
        return stem + "turnout:crashes";
    }

    /** Set: the keys of all of JobRunr's metadata. */
    public String metadata() {
        return stem + "set:metadata";
    }

    /** Hash: JobRunr's word which version the store has; as long as it is missing no server does anything. */
    public String databaseVersion() {
        return stem + "metadata:database_version-cluster";
    }

    /** Hash: id to the token of a claim that has been renewed. */
    public String renewed() {
        return stem + "turnout:renewed";
    }

    /** Hash: place, as {@code turnout:inflight <task>}, to what stood there instead of a number; told once, then gone. */
    public String broken() {
        return stem + "turnout:broken";
    }

    /** Hash: id to the reason why a worker left the entry alone. */
    public String parked() {
        return stem + "turnout:parked";
    }

    /** Hash: task address to the name of its group. */
    public String groups() {
        return stem + "turnout:groups";
    }

    /** Hash: id of a waiting job to the place in the index by task where it lies. */
    public String sorted() {
        return stem + "turnout:sorted";
    }

    /** String: the score up to which the queue has been sorted into the index by task. */
    public String cursor() {
        return stem + "turnout:cursor";
    }

    /** String: how old a job must be before it is claimed, in µs, if an operator has said so. */
    public String age() {
        return stem + "turnout:age";
    }

    /** String: the longest poll interval of legacy servers that was ever seen, in µs. */
    public String pollKnown() {
        return stem + "turnout:poll";
    }

    /** Hash: who JobRunr's master is, since when, which runs of recurring jobs may have been left out, how long ended jobs are kept. */
    public String master() {
        return stem + "turnout:master";
    }

    /** Hash: id of a recurring job to the time in µs of its last run that the async pool has decided about. */
    public String decided() {
        return stem + "turnout:recurring";
    }

    /** Hash: id of a recurring job to the time in µs of its last run that was made after a gap between two masters. */
    public String filled() {
        return stem + "turnout:recurring:filled";
    }

    /** Hash: id of a recurring job to the time in ms since when it has its schedule, and that schedule. */
    public String rhythms() {
        return stem + "turnout:recurring:since";
    }

    /** Set: ids of the recurring jobs. */
    public String recurringJobs() {
        return stem + "recurringjobs";
    }

    /** String: the definition of a recurring job. */
    public String recurringJob(String id) {
        return stem + "recurringjob:" + id;
    }

    /** Hash: id of a recurring job to the time of its registration, in ms. */
    public String recurringCreatedAt() {
        return stem + "recurringjob:createdAt";
    }

    /** Hash: when the async pool last claimed a job, and last started one, in µs. */
    public String last() {
        return stem + "turnout:last";
    }

    /** Hash: task address, {@code @group}, or {@code *}, to the percentage of its jobs that the async pool may claim. */
    public String routes() {
        return stem + "turnout:routes";
    }

    /** String: number of changes of the routes. */
    public String epoch() {
        return stem + "turnout:epoch";
    }

    /** String: when the change was made that made the epoch, in µs; so the same number of another change is told apart. */
    public String mark() {
        return stem + "turnout:mark";
    }

    /** Stream: who changed which route, when and why. */
    public String audit() {
        return stem + "turnout:audit";
    }

    /** Sorted set: async workers by their last beat in µs. */
    public String workers() {
        return stem + "turnout:workers";
    }

    /** Hash: what an async worker says of itself. */
    public String worker(String id) {
        return stem + "turnout:worker:" + id;
    }

    /** Set: addresses of the tasks that an async worker knows. */
    public String workerTasks(String id) {
        return worker(id) + ":tasks";
    }

    /** Hash: tasks that an async worker could not run as the legacy pool does, and why. */
    public String workerUnfit(String id) {
        return worker(id) + ":unfit";
    }

    /** Hash with a time to live: what a legacy server with our parts says of itself. */
    public String legacy(String serverId) {
        return stem + "turnout:legacy:" + serverId;
    }

    /** Set: ids of legacy servers that an operator has declared paused. */
    public String paused() {
        return stem + "turnout:paused";
    }

    /** Hash: task address, or {@code *} for all others, to how many jobs of it may be in flight; no number means no cap. */
    public String caps() {
        return stem + "turnout:caps";
    }

    /** Hash: id of a job that the async pool holds to its task address. */
    public String flight() {
        return stem + "turnout:flight";
    }

    /** Hash: task address to the number of its jobs that the async pool holds. */
    public String inFlight() {
        return stem + "turnout:inflight";
    }

    /** Set: addresses of the tasks that the async pool does not claim for now; {@code *} for all. */
    public String hold() {
        return stem + "turnout:hold";
    }

    /** Channel: {@code work}, {@code epoch <number>}, or {@code cancel <job id>}. */
    public String signal() {
        return stem + "turnout:signal";
    }
}
