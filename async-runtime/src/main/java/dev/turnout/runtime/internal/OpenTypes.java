// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Types of which Jackson knows no way to make a value: abstract ones for which neither annotations nor a module say how. {@link
 * Wrappers} makes the value where a declared subtype is named, and puts it into the tree; here it is taken out again.
 */
final class OpenTypes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    OpenTypes() {
        super("turnout-open-types");
        setDeserializerModifier(new Modifier());
    }

    private static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> given) {
            JavaType type = description.getType();
            boolean open = given instanceof AbstractDeserializer
                    && config.getAnnotationIntrospector().findTypeResolver(config, description.getClassInfo(), type)
                            == null;
            return open ? new Open(given) : given;
        }
    }

    /** Takes what was made before. */
    static final class Open extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        Open(JsonDeserializer<?> given) {
            super(given);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> given) {
            return new Open(given);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                            && handledType().isInstance(parser.getEmbeddedObject())
                    ? parser.getEmbeddedObject()
                    : super.deserialize(parser, context);
        }
    }

    /** A value of an abstract type names no class that was declared. */
    static final class NotDeclared extends JsonMappingException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        /** @param named the class that is named, if it is the name of one; else empty */
        NotDeclared(Class<?> declared, String named) {
            super(null, "no declared subtype");
            this.reason = declared.getName() + " is " + (declared == Object.class ? "any type" : "abstract")
                    + (named.isEmpty()
                            ? ", and the value names no class"
                            : ", and the value is a " + named
                                    + ", which is not among the worker's declared subtypes (Worker.Builder.subtypes,"
                                    + " turnout.worker.subtypes)");
        }

        String reason() {
            return reason;
        }
    }
}
