// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes the type names off that JobRunr's mappers put around values of abstract types: {@code
 * ["java.util.ArrayList",["a"]]} and {@code {"@class":"java.util.HashMap",…}}. They are read as text and dropped; the
 * type comes from the method alone.
 */
final class Wrappers {
    private static final String CLASS = "@class";
    private static final int MAX_DEPTH = 64;
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\[*L?[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*"
                    + "(\\.[\\p{javaJavaIdentifierPart}]+)+;?|\\[+[BCDFIJSZ]");

    private final ObjectMapper mapper;

    Wrappers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** {@code stored} without type names; it is not changed itself. */
    JsonNode off(JsonNode stored, JavaType type) {
        return off(stored, type, 0);
    }

    private JsonNode off(JsonNode stored, JavaType type, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TooDeep();
        }
        JsonNode bare = isWrapped(stored, type) ? stored.get(1) : stored;
        if (bare.isArray()) {
            return elements(bare, type, depth);
        }
        return bare.isObject() ? fields((ObjectNode) bare, type, depth) : bare;
    }

    /** A list of strings may look like a wrapper; a wrapped list has an array behind the name. */
    private static boolean isWrapped(JsonNode node, JavaType type) {
        if (!node.isArray()
                || node.size() != 2
                || !node.get(0).isTextual()
                || !CLASS_NAME.matcher(node.get(0).textValue()).matches()) {
            return false;
        }
        return !isList(type) || node.get(1).isArray();
    }

    private JsonNode elements(JsonNode array, JavaType type, int depth) {
        JavaType element = isList(type) ? type.getContentType() : mapper.constructType(Object.class);
        ArrayNode plain = mapper.createArrayNode();
        for (JsonNode item : array) {
            plain.add(off(item, element, depth + 1));
        }
        return plain;
    }

    private JsonNode fields(ObjectNode object, JavaType type, int depth) {
        Map<String, JavaType> declared = new HashMap<>();
        if (!type.isMapLikeType() && !type.isJavaLangObject() && !isList(type)) {
            BeanDescription bean = mapper.getDeserializationConfig().introspect(type);
            for (BeanPropertyDefinition property : bean.findProperties()) {
                declared.put(property.getName(), property.getPrimaryType());
            }
        }
        JavaType other = type.isMapLikeType() ? type.getContentType() : mapper.constructType(Object.class);
        ObjectNode plain = mapper.createObjectNode();
        object.properties().forEach(field -> {
            if (!field.getKey().equals(CLASS) || declared.containsKey(CLASS)) {
                JavaType fieldType = declared.getOrDefault(field.getKey(), other);
                plain.set(field.getKey(), off(field.getValue(), fieldType, depth + 1));
            }
        });
        return plain;
    }

    private static boolean isList(JavaType type) {
        return type.isArrayType() || type.isCollectionLikeType();
    }

    /** The value is nested too deep. */
    static final class TooDeep extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TooDeep() {
            super("deeper than " + MAX_DEPTH + " levels");
        }
    }
}
