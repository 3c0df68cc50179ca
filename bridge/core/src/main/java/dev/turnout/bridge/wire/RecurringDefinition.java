// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.task.TaskAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recurring job as JobRunr stores it: when it runs, and what. Immutable. */
public final class RecurringDefinition {
    private static final List<String> CARRIED =
            List.of("jobSignature", "jobName", "amountOfRetries", "labels", "jobDetails");

    private final ObjectNode root;
    private final String id;
    private final Instant created;
    private final Schedule schedule;

    private RecurringDefinition(ObjectNode root, String id, Instant created, Schedule schedule) {
        this.root = root;
        this.id = id;
        this.created = created;
        this.schedule = schedule;
    }

    /**
     * Reads a definition.
     *
     * @throws UnreadableDocument if it is none that we could run
     */
    public static RecurringDefinition read(String text) throws UnreadableDocument {
        ObjectNode root = ExactTree.read(text);
        try {
            Instant created = Instant.parse(root.path("createdAt").asText());
            Optional<Schedule> schedule = Schedule.parse(
                    root.path("scheduleExpression").asText(),
                    root.path("zoneId").asText());
            if (schedule.isEmpty()
                    || !root.path("id").isTextual()
                    || !root.path("jobDetails").isObject()) {
                throw new UnreadableDocument(
                        "its schedule '" + root.path("scheduleExpression").asText() + "' in zone '"
                                + root.path("zoneId").asText() + "' is none, or it lacks an id or details");
            }
            return new RecurringDefinition(root, root.get("id").textValue(), created, schedule.get());
        } catch (DateTimeException e) {
            throw new UnreadableDocument("its createdAt is no time");
        }
    }

    public String id() {
        return id;
    }

    /**
     * What its runs call.
     *
     * @throws UnreadableDocument if its details name no method
     */
    public TaskAddress task() throws UnreadableDocument {
        return StoredCall.read(root.path("jobDetails")).task();
    }

    /** Fields by which its runs ask for what only JobRunr Pro does. */
    public List<String> proFields() {
        return ProFields.of(root);
    }

    /** When it was registered, in ms: what JobRunr keeps beside it. */
    public long createdMillis() {
        return created.toEpochMilli();
    }

    /** What its runs follow from. A later registration that says the same goes on with the same runs. */
    public String rhythm() {
        String expression = root.path("scheduleExpression").asText();
        String from = schedule instanceof Schedule.Interval ? created.toString() : "";
        return expression.strip() + " " + root.path("zoneId").asText() + " " + from;
    }

    /** The runs in {@code (after, until]}, in order, at most {@code most}. */
    public List<Instant> runs(Instant after, Instant until, int most) {
        List<Instant> runs = new ArrayList<>();
        Optional<Instant> run = schedule.next(created, after);
        while (runs.size() < most && run.isPresent() && !run.get().isAfter(until)) {
            runs.add(run.get());
            run = schedule.next(created, run.get());
        }
        return runs;
    }

    /** The last run in {@code (after, until]}; empty if there is none. */
    public Optional<Instant> lastRun(Instant after, Instant until) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> run = schedule.next(created, after);
        for (int i = 0; i < 1_000 && run.isPresent() && !run.get().isAfter(until); i++) {
            last = run;
            run = schedule.next(created, run.get());
        }
        return last;
    }

    /** The job of one run, scheduled, in version 1, as JobRunr's master makes it. */
    public JobDocument instance(String jobId, Instant at, Instant due) {
        ObjectNode job = ExactTree.NODES.objectNode().put("version", 1);
        for (String field : CARRIED) {
            JsonNode value = root.get(field);
            if (value != null && !value.isNull()) {
                job.set(field, value);
            }
        }
        if (!job.path("labels").isArray()) {
            job.putArray("labels");
        }
        job.put("id", jobId);
        ObjectNode state = States.scheduled(
                at, due, "Scheduled by recurring job '" + root.path("jobName").asText() + "'");
        job.putArray("jobHistory").add(state.put("recurringJobId", id));
        job.set("metadata", Metadata.ofNew(Map.of()));
        return JobDocument.of(job.put("recurringJobId", id));
    }
}
