// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;

/** How a text spells the nodes that were read from it: a node that is still the same one is written as it was. */
final class Spelling {
    static final Spelling NONE = new Spelling("");

    private final String text;
    private final Map<JsonNode, Piece> pieces = new IdentityHashMap<>();

    Spelling(String text) {
        this.text = text;
    }

    void put(JsonNode node, int from, int to) {
        pieces.put(node, new Piece(from, to));
    }

    /** Whether it knew the node, and has written it. */
    boolean write(JsonNode node, JsonGenerator json) throws IOException {
        Piece piece = pieces.get(node);
        if (piece == null) {
            return false;
        }
        json.writeRawValue(text, piece.from, piece.to - piece.from);
        return true;
    }

    private record Piece(int from, int to) {}
}
