// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.TaskAddress;
import java.util.List;

/**
 * One recurring definition as JobRunr stores it: a tree of which we understand what is asked for here, and carry the rest through
 * to the character. Immutable. Type names in it are text and are never loaded.
 */
public final class RecurringDocument {
    private static final String ID = "id";
    private static final String SCHEDULE = "scheduleExpression";
    private static final String ZONE = "zoneId";

    private final ObjectNode root;
    private final Spelling spelling;
    private final StoredCall call;

    private RecurringDocument(ObjectNode root, Spelling spelling) throws UnreadableDocument {
        this.root = root;
        this.spelling = spelling;
        this.call = StoredCall.read(root.path("jobDetails"));
        for (String field : List.of(ID, SCHEDULE, ZONE)) {
            if (!root.path(field).isTextual()) {
                throw new UnreadableDocument("it has no " + field);
            }
        }
    }

    /**
     * Reads a definition.
     *
     * @throws UnreadableDocument if it is no JSON, passes our limits on size and depth, or is not one that JobRunr writes; such a
     *     definition must be left as it is
     */
    public static RecurringDocument read(String text) throws UnreadableDocument {
        Spelling spelling = new Spelling(text);
        return new RecurringDocument(ExactTree.read(text, spelling), spelling);
    }

    /** The definition as JSON. */
    public String json() {
        return ExactTree.write(root, spelling);
    }

    public String id() {
        return root.get(ID).textValue();
    }

    /** What its runs call. */
    public TaskAddress task() {
        return call.task();
    }

    /** Fields by which its runs ask for what only JobRunr Pro does. */
    public List<String> proFields() {
        return ProFields.of(root);
    }

    /** The stored arguments, in order. */
    public List<Argument> arguments() {
        return call.arguments();
    }

    /** Five or six fields of cron, or an ISO duration that counts from when the definition was made. */
    public String schedule() {
        return root.get(SCHEDULE).textValue();
    }

    /** Where the fields of cron are meant. */
    public String zone() {
        return root.get(ZONE).textValue();
    }
}
