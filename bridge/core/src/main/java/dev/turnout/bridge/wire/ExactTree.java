// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Map;

/**
 * JSON to tree and back without changing a character. Jackson's own tree writes {@code 0.000000001} as {@code 1E-9}, and
 * JobRunr misreads durations without nine decimals; Gson writes {@code \\u003d} for an equals sign, and half a surrogate pair
 * has no other spelling than its escape. So a decimal keeps its spelling, and so does everything that lies in the root or one
 * level below it: it is written as a piece of what was read, see {@link Spelling}.
 */
final class ExactTree {
    /** Documents above this are left alone. The history of a job with ten failures has some 100 KiB. */
    static final int MAX_CHARS = 2 * 1024 * 1024;

    static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 400;

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Nothing here is newer than Jackson 2.15, which Spring Boot 3.2 brings; {@link #read} holds the length of a document. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(MAX_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private ExactTree() {}

    /** Where nothing is to be written back. */
    static ObjectNode read(String text) throws UnreadableDocument {
        return read(text, new Spelling(text));
    }

    /** @param spelling learns how the text spells what it says */
    static ObjectNode read(String text, Spelling spelling) throws UnreadableDocument {
        if (text.length() > MAX_CHARS) {
            throw new UnreadableDocument("it is longer than " + MAX_CHARS + " characters");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new UnreadableDocument("it is not a JSON object");
            }
            ObjectNode tree = new Reading(parser, spelling).object(0);
            if (parser.nextToken() != null) {
                throw new UnreadableDocument("something follows its end");
            }
            return tree;
        } catch (IOException | NumberFormatException e) {
            throw new UnreadableDocument("it is not JSON within our limits: " + where(e), e);
        }
    }

    static String write(JsonNode tree) {
        return write(tree, Spelling.NONE);
    }

    static String write(JsonNode tree, Spelling spelling) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(tree, spelling, json);
        } catch (IOException e) {
            throw new IllegalStateException("TURNOUT-0350 a tree in memory could not be written as JSON", e);
        }
        return text.toString();
    }

    private static void write(JsonNode node, Spelling spelling, JsonGenerator json) throws IOException {
        if (spelling.write(node, json)) {
            return;
        }
        if (node instanceof ObjectNode object) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), spelling, json);
            }
            json.writeEndObject();
        } else if (node instanceof ArrayNode array) {
            json.writeStartArray();
            for (JsonNode element : array) {
                write(element, spelling, json);
            }
            json.writeEndArray();
        } else if (node instanceof Spelled number) {
            json.writeNumber(number.spelling);
        } else {
            json.writeTree(node);
        }
    }

    static DecimalNode decimal(String spelling) {
        return new Spelled(spelling);
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** Without the parser's own words, which repeat a part of the document, save where they are about a limit. */
    private static String where(Exception e) {
        if (e instanceof StreamConstraintsException limit) {
            return limit.getOriginalMessage();
        }
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getClass().getSimpleName() + " at character "
                        + json.getLocation().getCharOffset()
                : e.getClass().getSimpleName();
    }

    /** One document on its way from text to tree. */
    private record Reading(JsonParser parser, Spelling spelling) {
        private static final int SPELLED_DEPTH = 2;

        ObjectNode object(int depth) throws IOException {
            ObjectNode object = NODES.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.set(name, value(depth + 1));
            }
            return object;
        }

        private ArrayNode array(int depth) throws IOException {
            ArrayNode array = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(depth + 1));
            }
            return array;
        }

        private JsonNode value(int depth) throws IOException {
            long from = parser.currentTokenLocation().getCharOffset();
            JsonNode value = switch (parser.currentToken()) {
                case START_OBJECT -> object(depth);
                case START_ARRAY -> array(depth);
                case VALUE_STRING -> new TextNode(parser.getText());
                case VALUE_TRUE -> NODES.booleanNode(true);
                case VALUE_FALSE -> NODES.booleanNode(false);
                case VALUE_NULL -> NODES.nullNode();
                case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
                case VALUE_NUMBER_INT -> integer(parser);
                default -> throw new IOException("unexpected " + parser.currentToken());
            };
            if (depth <= SPELLED_DEPTH && (value.isContainerNode() || value.isTextual())) {
                spelling.put(value, (int) from, (int) parser.currentLocation().getCharOffset());
            }
            return value;
        }
    }

    /** A decimal that is written as it was read. */
    private static final class Spelled extends DecimalNode {
        private static final long serialVersionUID = 1L;

        private final String spelling;

        Spelled(String spelling) {
            super(new BigDecimal(spelling));
            this.spelling = spelling;
        }

        @Override
        public String asText() {
            return spelling;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }
}
