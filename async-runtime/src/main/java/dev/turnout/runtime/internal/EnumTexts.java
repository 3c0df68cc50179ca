// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.EnumDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an enum by its name or by its {@code toString()}. JobRunr 7.5 writes the latter with Jackson, the former with Gson, and
 * as a key of a map the latter with both. A text that is one constant by name and another by {@code toString()} is refused:
 * to guess could run the job with the wrong one. What an application's mapper or annotations say of its enums goes before.
 */
final class EnumTexts extends SimpleModule {
    private static final long serialVersionUID = 1L;

    EnumTexts() {
        super("turnout-enum-texts");
        setDeserializerModifier(new Modifier());
    }

    private static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> given) {
            boolean plain = given instanceof EnumDeserializer && description.findJsonValueAccessor() == null;
            return plain && !config.isEnabled(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                    ? new ByEither(given, new Texts(type.getRawClass()))
                    : given;
        }

        @Override
        public KeyDeserializer modifyKeyDeserializer(
                DeserializationConfig config, JavaType type, KeyDeserializer given) {
            boolean plain = type.isEnumType()
                    && config.introspect(type).findJsonValueAccessor() == null
                    && !config.isEnabled(DeserializationFeature.READ_ENUMS_USING_TO_STRING);
            return plain ? new KeyByEither(given, new Texts(type.getRawClass())) : given;
        }
    }

    /** What the constants of one enum are called where they are not called by their names. */
    private static final class Texts {
        private final Map<String, Object> byText = new HashMap<>();
        private final Map<String, Object> byName = new HashMap<>();

        Texts(Class<?> type) {
            for (Object constant : type.getEnumConstants()) {
                byName.put(((Enum<?>) constant).name(), constant);
                byText.put(constant.toString(), constant);
            }
        }

        /** The constant of that text; null where its name decides, as Jackson does by itself. */
        @Nullable
        Object constant(String text, DeserializationContext context) throws IOException {
            Object meant = byText.get(text);
            Object named = byName.get(text);
            if (meant != null && named != null && meant != named) {
                context.reportInputMismatch(named.getClass(), "it is the name of one constant and the text of another");
            }
            return named == null ? meant : null;
        }
    }

    private static final class ByEither extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final transient Texts texts;

        ByEither(JsonDeserializer<?> given, Texts texts) {
            super(given);
            this.texts = texts;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> given) {
            return new ByEither(given, texts);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Object constant =
                    parser.hasToken(JsonToken.VALUE_STRING) ? texts.constant(parser.getText(), context) : null;
            return constant == null ? super.deserialize(parser, context) : constant;
        }
    }

    private static final class KeyByEither extends KeyDeserializer {
        private final KeyDeserializer given;
        private final Texts texts;

        KeyByEither(KeyDeserializer given, Texts texts) {
            this.given = given;
            this.texts = texts;
        }

        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) throws IOException {
            Object constant = texts.constant(key, context);
            return constant == null ? given.deserializeKey(key, context) : constant;
        }
    }
}
