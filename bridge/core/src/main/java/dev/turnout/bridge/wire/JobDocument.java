// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.TaskAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One job as JobRunr stores it: a tree of which we understand the envelope and carry the rest through, fields unknown to
 * us and the spelling of numbers included.
 *
 * <p>Immutable. Every change gives a new document whose version is one higher, as the layout demands; arguments are
 * shared, not copied. Type names in it are text and are never loaded.
 */
public final class JobDocument {
    private static final String HISTORY = "jobHistory";
    private static final String METADATA = "metadata";
    private static final String VERSION = "version";
    private static final long LONGEST_AGE = 600_000_000;

    private final ObjectNode root;
    private final Spelling spelling;
    private final TaskAddress task;
    private final List<Argument> arguments;
    private final StateName state;

    private JobDocument(ObjectNode root, Spelling spelling) throws UnreadableDocument {
        this.root = root;
        this.spelling = spelling;
        StoredCall call = StoredCall.read(root.path("jobDetails"));
        this.arguments = call.arguments();
        this.task = call.task();
        this.state = readHistory(root.path(HISTORY));
        JsonNode version = root.path(VERSION);
        check(version.isInt() && version.intValue() >= 0, "its version is not a number");
        check(root.path("id").isTextual(), "it has no id");
        check(root.path(METADATA).isObject(), "it has no metadata");
        check(
                !root.hasNonNull("amountOfRetries")
                        || root.get("amountOfRetries").isInt(),
                "its retries are not a number");
    }

    private JobDocument(JobDocument before, ObjectNode root, StateName state) {
        this.root = root;
        this.spelling = before.spelling;
        this.task = before.task;
        this.arguments = before.arguments;
        this.state = state;
    }

    /**
     * Reads a job.
     *
     * @throws UnreadableDocument if it is no JSON, passes our limits on size and depth, or if its envelope is not one that
     *     JobRunr 7 writes; such a job must be left as it is
     */
    public static JobDocument read(String text) throws UnreadableDocument {
        Spelling spelling = new Spelling(text);
        return new JobDocument(ExactTree.read(text, spelling), spelling);
    }

    static JobDocument of(ObjectNode root) {
        try {
            return new JobDocument(root, Spelling.NONE);
        } catch (UnreadableDocument e) {
            throw new IllegalArgumentException("TURNOUT-0351 this job cannot be stored: " + e.getMessage(), e);
        }
    }

    /** The document as JSON. */
    public String json() {
        return ExactTree.write(root, spelling);
    }

    public String id() {
        return root.get("id").textValue();
    }

    public int version() {
        return root.get(VERSION).intValue();
    }

    /** What the job runs. A job on a static field has an address that no task has. */
    public TaskAddress task() {
        return task;
    }

    /** Fields by which it asks for what only JobRunr Pro does; none in a job of the open JobRunr. */
    public List<String> proFields() {
        return ProFields.of(root);
    }

    /** The stored arguments, in order. */
    public List<Argument> arguments() {
        return arguments;
    }

    /** The state that it is in. */
    public StateName state() {
        return state;
    }

    /** Attempts that failed, over both pools. */
    public int failures() {
        int failures = 0;
        for (JsonNode entry : root.get(HISTORY)) {
            failures += is(entry, StateName.FAILED) ? 1 : 0;
        }
        return failures;
    }

    /** Retries that the job itself asks for; empty leaves it to whoever runs it. */
    public Optional<Integer> retries() {
        return Optional.ofNullable(root.get("amountOfRetries"))
                .filter(JsonNode::isInt)
                .map(JsonNode::intValue);
    }

    /** The recurring job that this one is an instance of. */
    public Optional<String> recurringId() {
        return Optional.ofNullable(root.get("recurringJobId"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    /** The server or worker that took the job last. */
    public Optional<String> server() {
        Optional<String> server = Optional.empty();
        for (JsonNode entry : root.get(HISTORY)) {
            if (is(entry, StateName.PROCESSING)) {
                server = Optional.ofNullable(entry.path("serverId").textValue());
            }
        }
        return server;
    }

    /** What travels with the job, without the type name that the mapper adds. */
    public Map<String, JsonNode> metadata() {
        Map<String, JsonNode> metadata = new HashMap<>();
        root.path(METADATA).fields().forEachRemaining(entry -> metadata.put(entry.getKey(), entry.getValue()));
        metadata.remove(Metadata.TYPE);
        return metadata;
    }

    /** The time of the last change in whole µs, which is the job's score in the set of its state. */
    public long updatedMicros() {
        JsonNode last = last();
        return micros(instant(is(last, StateName.PROCESSING) ? last.path("updatedAt") : last.path("createdAt")));
    }

    /** When the job was created, in whole µs: its first state's time, whatever has become of it since. */
    public long createdMicros() {
        return micros(instant(root.get(HISTORY).get(0).path("createdAt")));
    }

    /**
     * From when on its age counts, in whole µs. Behind an instance of a recurring job there is no caller who might not have committed
     * yet: it counts as old.
     */
    public long agesFromMicros() {
        return recurringId().isPresent() ? createdMicros() - LONGEST_AGE : createdMicros();
    }

    /** The run that it was made for by a recurring job of JobRunr 7 or by us, in whole µs; empty for any other. */
    public Optional<Long> scheduledMicros() {
        Optional<Long> last = Optional.empty();
        for (JsonNode entry : root.get(HISTORY)) {
            if (is(entry, StateName.SCHEDULED) && entry.path("recurringJobId").isTextual()) {
                last = Optional.of(micros(instant(entry.path("scheduledAt"))));
            }
        }
        return last;
    }

    /** The run that it was made for by a recurring job of any JobRunr or by us, in whole µs; empty for any other, and for one that was triggered. */
    public Optional<Long> runMicros() {
        JsonNode first = root.get(HISTORY).get(0);
        return recurringId().isPresent() && is(first, StateName.SCHEDULED)
                ? Optional.of(micros(instant(first.path("scheduledAt"))))
                : Optional.empty();
    }

    /** When it ended, in whole µs; empty while it waits or runs. */
    public Optional<Long> endedMicros() {
        return switch (state) {
            case SUCCEEDED, FAILED, DELETED -> Optional.of(updatedMicros());
            case SCHEDULED, ENQUEUED, PROCESSING -> Optional.empty();
        };
    }

    /** When a scheduled job is due, in whole µs; empty in any other state. */
    public Optional<Long> dueMicros() {
        return state == StateName.SCHEDULED
                ? Optional.of(micros(instant(last().path("scheduledAt"))))
                : Optional.empty();
    }

    /** Taken by a server. */
    public JobDocument processing(Instant at, String serverId, String serverName) {
        return next(StateName.PROCESSING, root.get(METADATA), States.processing(at, serverId, serverName));
    }

    /** Ended well: metadata of the run goes, as with JobRunr. */
    public JobDocument succeeded(Instant at) {
        Instant started = instant(last().path("createdAt"));
        Instant waiting = lastEnqueued().orElse(started);
        Duration latency = Duration.between(waiting, started);
        return next(StateName.SUCCEEDED, kept(), States.succeeded(at, latency, Duration.between(started, at)));
    }

    /** Failed for good. */
    public JobDocument failed(Instant at, String message, Throwable cause, boolean mayRetry) {
        return next(StateName.FAILED, root.get(METADATA), States.failed(at, message, cause, mayRetry));
    }

    /** Failed, and due again: one change, as with JobRunr. */
    public JobDocument retried(Instant at, String message, Throwable cause, Instant due, String reason) {
        return next(
                StateName.SCHEDULED,
                root.get(METADATA),
                States.failed(at, message, cause, true),
                States.scheduled(at, due, reason));
    }

    /**
     * Ended as the framework's own mapper wrote it: the states behind ours, name, labels, retries and metadata are taken
     * from there, and the times of the new states are {@code at}. Everything else stays as it is here.
     *
     * @param gone metadata that the run has taken away
     * @param delay when the last state is a planned one: how long after {@code at} it is due instead
     * @throws UnreadableDocument if it is no such document, or its end is none
     */
    public JobDocument endedAs(String framework, Instant at, Optional<Duration> delay, Set<String> gone)
            throws UnreadableDocument {
        ObjectNode other = ExactTree.read(framework);
        List<ObjectNode> states = FrameworkEnd.states(other, root.get(HISTORY).size(), at, delay);
        StateName to = StateName.of(states.get(states.size() - 1).path("state").asText())
                .orElseThrow();
        ObjectNode metadata = to == StateName.SUCCEEDED || to == StateName.DELETED
                ? kept()
                : ExactTree.NODES.objectNode().setAll((ObjectNode) root.get(METADATA));
        metadata.remove(gone);
        if (other.path(METADATA) instanceof ObjectNode written) {
            metadata.setAll(written);
        }
        ObjectNode last = states.get(states.size() - 1);
        if (to == StateName.SUCCEEDED && last.path("processDuration").isNumber()) {
            last.setAll((ObjectNode) succeeded(at).last()); // from one clock; JobRunr's has two of them here
        }
        JobDocument next = next(to, metadata, states.toArray(ObjectNode[]::new));
        for (String field : List.of("jobName", "labels", "amountOfRetries")) {
            if (other.has(field)) {
                next.root.set(field, other.get(field));
            }
        }
        return next;
    }

    /** Back in the queue, or in it for the first time. */
    public JobDocument enqueued(Instant at) {
        return next(StateName.ENQUEUED, root.get(METADATA), States.enqueued(at));
    }

    /** Deleted: metadata goes, as with JobRunr. */
    public JobDocument deleted(Instant at, String reason) {
        return next(StateName.DELETED, kept(), States.deleted(at, reason));
    }

    /**
     * The same state with more metadata. A key that is not in {@code more} stays as it was. A task's own progress and
     * log become the progress bar and the log of JobRunr's dashboard; what JobRunr could not read back is kept as text.
     */
    public JobDocument noted(Map<String, JsonNode> more) {
        ObjectNode metadata = ExactTree.NODES.objectNode();
        metadata.setAll((ObjectNode) root.get(METADATA));
        metadata.setAll(Metadata.ofNotes(more, root.get(HISTORY).size()));
        return next(state, metadata);
    }

    /** The same job one version on, for a change of the version key alone that came before. */
    public JobDocument raised() {
        return next(state, root.get(METADATA));
    }

    /** As it was before it was taken, one version on: for one that was taken and not begun. Only from a processing one. */
    public JobDocument withdrawn() {
        ArrayNode history = history();
        history.remove(history.size() - 1);
        return next(StateName.ENQUEUED, root.get(METADATA), history);
    }

    private ArrayNode history() {
        ArrayNode history = ExactTree.NODES.arrayNode();
        history.addAll((ArrayNode) root.get(HISTORY));
        return history;
    }

    private JobDocument next(StateName to, JsonNode metadata, ObjectNode... states) {
        return next(to, metadata, history().addAll(List.of(states)));
    }

    private JobDocument next(StateName to, JsonNode metadata, ArrayNode history) {
        ObjectNode next = ExactTree.NODES.objectNode();
        next.setAll(root);
        next.put(VERSION, version() + 1).set(HISTORY, history);
        next.set(METADATA, metadata);
        return new JobDocument(this, next, to);
    }

    /** What JobRunr keeps in the metadata of a job that has ended well or was deleted. */
    private ObjectNode kept() {
        ObjectNode kept = ExactTree.NODES.objectNode();
        root.get(METADATA).fields().forEachRemaining(entry -> {
            if (entry.getKey().equals(Metadata.TYPE)
                    || Metadata.DASHBOARD.matcher(entry.getKey()).matches()) {
                kept.set(entry.getKey(), entry.getValue());
            }
        });
        return kept;
    }

    private JsonNode last() {
        JsonNode history = root.get(HISTORY);
        return history.get(history.size() - 1);
    }

    private Optional<Instant> lastEnqueued() {
        JsonNode history = root.get(HISTORY);
        for (int i = history.size() - 1; i >= 0; i--) {
            if (is(history.get(i), StateName.ENQUEUED)) {
                return Optional.of(instant(history.get(i).path("createdAt")));
            }
        }
        return Optional.empty();
    }

    private static StateName readHistory(JsonNode history) throws UnreadableDocument {
        check(history.isArray() && !history.isEmpty(), "it has no history");
        Optional<StateName> last = Optional.empty();
        for (JsonNode entry : history) {
            last = StateName.of(entry.path("state").asText());
            check(last.isPresent(), "its history has a state that JobRunr 7 does not know");
            check(isInstant(entry.path("createdAt")), "its history has a state without a time");
            check(!is(entry, StateName.PROCESSING) || isInstant(entry.path("updatedAt")), "a Processing has no time");
            check(!is(entry, StateName.SCHEDULED) || isInstant(entry.path("scheduledAt")), "a Scheduled has no time");
        }
        return last.orElseThrow();
    }

    private static boolean is(JsonNode entry, StateName name) {
        return name.name().equals(entry.path("state").asText());
    }

    private static boolean isInstant(JsonNode node) {
        try {
            Instant.parse(node.asText());
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Instant instant(JsonNode node) {
        return Instant.parse(node.asText());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static void check(boolean holds, String otherwise) throws UnreadableDocument {
        if (!holds) {
            throw new UnreadableDocument(otherwise);
        }
    }
}
