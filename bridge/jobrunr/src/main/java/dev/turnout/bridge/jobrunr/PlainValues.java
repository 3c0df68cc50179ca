// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stored values as values of the JDK. Type names inside them are compared with a short list, never obeyed. */
final class PlainValues {
    private static final int MAX_DEPTH = 64;

    private PlainValues() {}

    /** The value as its declared type, where that is a simple one; else as text, lists and maps. */
    static Object of(String declaredType, JsonNode value) {
        return typed(declaredType, value).orElseGet(() -> tree(value, 0));
    }

    /** A number, a text, a truth value, also inside the type wrapper that JobRunr's mapper writes; empty for all else. */
    static Optional<Object> simple(JsonNode value) {
        if (value.isArray()) {
            return value.size() == 2 && value.get(0).isTextual()
                    ? typed(value.get(0).textValue(), value.get(1))
                    : Optional.empty();
        }
        return value.isNull() || !value.isValueNode() ? Optional.empty() : Optional.of(tree(value, 0));
    }

    private static Optional<Object> typed(String type, JsonNode value) {
        try {
            return switch (type) {
                case "long", "java.lang.Long" -> number(value).map(Number::longValue);
                case "int", "java.lang.Integer" -> number(value).map(Number::intValue);
                case "short", "java.lang.Short" -> number(value).map(Number::shortValue);
                case "byte", "java.lang.Byte" -> number(value).map(Number::byteValue);
                case "double", "java.lang.Double" -> number(value).map(Number::doubleValue);
                case "float", "java.lang.Float" -> number(value).map(Number::floatValue);
                case "java.util.UUID" -> text(value).map(UUID::fromString);
                case "java.time.Instant" -> text(value).map(Instant::parse);
                default -> Optional.empty();
            };
        } catch (RuntimeException another) {
            return Optional.empty();
        }
    }

    private static Optional<Number> number(JsonNode value) {
        return value.isNumber() ? Optional.of(value.numberValue()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static Object tree(JsonNode value, int depth) {
        if (value.isNumber()) {
            return value.numberValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isContainerNode() && depth < MAX_DEPTH) {
            return value.isArray() ? list(value, depth + 1) : map(value, depth + 1);
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static List<Object> list(JsonNode array, int depth) {
        List<Object> values = new ArrayList<>();
        array.forEach(each -> values.add(tree(each, depth)));
        return values;
    }

    private static Map<String, Object> map(JsonNode object, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(entry -> values.put(entry.getKey(), tree(entry.getValue(), depth)));
        return values;
    }
}
