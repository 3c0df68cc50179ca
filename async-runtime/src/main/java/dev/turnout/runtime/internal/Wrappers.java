// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.turnout.runtime.task.Subtypes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Takes the type names off that JobRunr's mappers put around values of abstract types: {@code
 * ["java.util.ArrayList",["a"]]} and {@code {"@class":"java.util.HashMap",…}}. They are read as text and dropped; the
 * type comes from the method alone. Where that leaves the type open, a name chooses among the declared subtypes, and the value
 * made so takes the place of its text.
 */
final class Wrappers {
    private static final String CLASS = "@class";
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 256;
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\[*L?[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*"
                    + "(\\.[\\p{javaJavaIdentifierPart}]+)+;?|\\[+[BCDFIJSZ]");
    private static final String JDK = "java.";

    private final ObjectMapper mapper;
    private final Subtypes subtypes;
    private final Map<JavaType, Boolean> open = new ConcurrentHashMap<>();

    Wrappers(ObjectMapper mapper, Subtypes subtypes) {
        this.mapper = mapper;
        this.subtypes = subtypes;
    }

    /**
     * {@code stored} without type names; it is not changed itself.
     *
     * @param actual the class of the whole value as the queue has stored it beside it; empty if it has not
     */
    JsonNode off(JsonNode stored, JavaType type, String actual) throws IOException {
        return off(stored, type, actual, 0);
    }

    private JsonNode off(JsonNode stored, JavaType type, String actual, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new TooDeep();
        }
        boolean wrapped = isWrapped(stored, type);
        JsonNode bare = wrapped ? stored.get(1) : stored;
        String named = wrapped ? stored.get(0).textValue() : bare.path(CLASS).asText(actual);
        if (isOpen(type) || type.isJavaLangObject() && isOfApplication(named)) {
            return chosen(bare, type, named, depth);
        }
        return bare(bare, type, depth);
    }

    private JsonNode bare(JsonNode bare, JavaType type, int depth) throws IOException {
        if (bare.isArray()) {
            return elements(bare, type, depth);
        }
        return bare.isObject() ? fields((ObjectNode) bare, type, depth) : bare;
    }

    private JsonNode chosen(JsonNode bare, JavaType type, String named, int depth) throws IOException {
        Class<?> declared = type.getRawClass();
        if (bare.isNull()) {
            return bare;
        }
        Class<?> chosen = subtypes.find(named, declared)
                .orElseThrow(() -> new OpenTypes.NotDeclared(declared, isOfApplication(named) ? named : ""));
        JavaType made = mapper.constructType(chosen);
        return new POJONode(mapper.readerFor(made).readValue(bare(bare, made, depth)));
    }

    /** The abstract type of which a value, or an element of it, would have to be, though no subtype that fits is declared. */
    Optional<Class<?>> unfit(JavaType type) {
        if (isOpen(type)) {
            return Optional.<Class<?>>of(type.getRawClass()).filter(declared -> !subtypes.fit(declared));
        }
        return type.isContainerType() ? unfit(type.getContentType()) : Optional.empty();
    }

    private boolean isOpen(JavaType type) {
        return type.isAbstract() && open.computeIfAbsent(type, this::hasNoReader);
    }

    private boolean hasNoReader(JavaType type) {
        try {
            return ((DefaultDeserializationContext) mapper.getDeserializationContext())
                            .createDummyInstance(mapper.getDeserializationConfig())
                            .findNonContextualValueDeserializer(type)
                    instanceof OpenTypes.Open;
        } catch (JsonMappingException unknown) {
            return false; // says itself why when it is to be read
        }
    }

    private static boolean isOfApplication(String name) {
        return name.length() <= MAX_NAME
                && CLASS_NAME.matcher(name).matches()
                && !name.startsWith("[")
                && !name.startsWith(JDK);
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

    private JsonNode elements(JsonNode array, JavaType type, int depth) throws IOException {
        JavaType element = isList(type) ? type.getContentType() : mapper.constructType(Object.class);
        ArrayNode plain = mapper.createArrayNode();
        for (JsonNode item : array) {
            try {
                plain.add(off(item, element, "", depth + 1));
            } catch (JsonMappingException unfit) {
                unfit.prependPath(type.getRawClass(), plain.size());
                throw unfit;
            }
        }
        return plain;
    }

    private JsonNode fields(ObjectNode object, JavaType type, int depth) throws IOException {
        Map<String, JavaType> declared = new HashMap<>();
        if (!type.isMapLikeType() && !type.isJavaLangObject() && !isList(type)) {
            BeanDescription bean = mapper.getDeserializationConfig().introspect(type);
            for (BeanPropertyDefinition property : bean.findProperties()) {
                declared.put(property.getName(), property.getPrimaryType());
            }
        }
        JavaType other = type.isMapLikeType() ? type.getContentType() : mapper.constructType(Object.class);
        ObjectNode plain = mapper.createObjectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            if (!name.equals(CLASS) || declared.containsKey(CLASS)) {
                try {
                    plain.set(name, off(field.getValue(), declared.getOrDefault(name, other), "", depth + 1));
                } catch (JsonMappingException unfit) {
                    unfit.prependPath(type.getRawClass(), name);
                    throw unfit;
                }
            }
        }
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
