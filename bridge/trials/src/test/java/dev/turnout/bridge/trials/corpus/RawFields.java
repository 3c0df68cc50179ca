// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a document as they are written, character for character; states of the history one by one. */
final class RawFields {
    private RawFields() {}

    static Map<String, String> of(String json) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("jobHistory")) {
                    for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
                        fields.put(name + "[" + at + "]", value(parser, json));
                    }
                } else {
                    fields.put(name, value(parser, json));
                }
            }
        }
        return fields;
    }

    private static String value(JsonParser parser, String json) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return json.substring(from, (int) parser.currentLocation().getCharOffset());
    }
}
