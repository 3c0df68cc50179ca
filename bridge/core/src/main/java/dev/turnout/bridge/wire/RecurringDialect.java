// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The definition of a recurring job as text. JobRunr 8 adds a word to it, who created it, that makes JobRunr 7 fail at the whole
 * list: so that word is kept beside it.
 *
 * @param body the definition in the words of JobRunr 7
 * @param creator what JobRunr 8 said; empty for nothing
 */
public record RecurringDialect(String body, String creator) {
    private static final String CREATOR = "createdBy";

    /** Takes apart what either line wrote. What cannot be read stays as it is. */
    public static RecurringDialect inDialectOf7(String text) {
        try {
            Spelling spelling = new Spelling(text);
            ObjectNode tree = ExactTree.read(text, spelling);
            if (!tree.has(CREATOR)) {
                return new RecurringDialect(text, "");
            }
            String creator = tree.get(CREATOR).asText("");
            tree.remove(CREATOR);
            return new RecurringDialect(ExactTree.write(tree, spelling), creator);
        } catch (UnreadableDocument e) {
            return new RecurringDialect(text, "");
        }
    }

    /** Puts together what JobRunr 8 wrote; where it said nothing, because JobRunr 7 wrote it, nothing is added. */
    public String inDialectOf8() {
        if (creator.isEmpty()) {
            return body;
        }
        try {
            Spelling spelling = new Spelling(body);
            ObjectNode tree = ExactTree.read(body, spelling);
            tree.put(CREATOR, creator);
            return ExactTree.write(tree, spelling);
        } catch (UnreadableDocument e) {
            return body;
        }
    }
}
