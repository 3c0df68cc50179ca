// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.turnout.runtime.queue.Form;
import java.io.IOException;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * By fields, in the ways of mappers that are not Jackson: enums by name, bytes as numbers, times as JobRunr's adapters have
 * them. A class that those mappers need an adapter for, and JobRunr has none, is refused as Jackson refuses it without modules.
 *
 * @param unread types of which an argument cannot be, because JobRunr's mapper fails to read one back
 * @param reader keeps the offset of a time, as those mappers do
 */
record FieldDialect(ObjectMapper mapper, List<Class<?>> unread, ObjectMapper reader) implements Dialect {
    /** Gson writes dates in the words of the machine's language, and reads ISO texts as well. */
    private static final String GSON_DATE = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

    private static final String JSONB_DATE = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z[UTC]'";

    static FieldDialect gson() {
        return new FieldDialect(
                byFields(Times.forGson()
                                .addSerializer(Map.class, new NamedMap())
                                .addSerializer(byte[].class, new Numbers()))
                        .setDateFormat(new SimpleDateFormat(GSON_DATE)),
                List.of(),
                reading(new SimpleModule("turnout-gson-reader")));
    }

    static FieldDialect jsonb() {
        return new FieldDialect(
                byFields(Times.forJsonb().addSerializer(byte[].class, new Numbers()))
                        .setDateFormat(new SimpleDateFormat(JSONB_DATE)),
                List.of(Duration.class, Enum.class),
                reading(new SimpleModule("turnout-jsonb-reader").addDeserializer(Date.class, new ZonedDate())));
    }

    private static ObjectMapper reading(SimpleModule module) {
        return Form.PLAIN
                .reader()
                .copy()
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .registerModule(module);
    }

    private static ObjectMapper byFields(SimpleModule module) {
        return JsonMapper.builder()
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .visibility(PropertyAccessor.ALL, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false)
                .configure(SerializationFeature.WRITE_CHAR_ARRAYS_AS_JSON_ARRAYS, true)
                .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
                .addModule(module)
                .build();
    }

    @Override
    public Json write(Object value) {
        if (unread.stream().anyMatch(type -> type.isInstance(value))) {
            throw new IllegalArgumentException("JobRunr's mapper writes a "
                    + value.getClass().getName() + " that is an argument, but does not read it back. Give its text");
        }
        Object known = Known.of(value);
        try {
            return Json.of(mapper.writeValueAsString(known), known.getClass());
        } catch (JsonProcessingException | StackOverflowError unwritable) {
            throw new IllegalArgumentException(String.valueOf(unwritable.getMessage()), unwritable);
        }
    }

    /** JobRunr's Gson puts the class of each map into it. */
    @SuppressWarnings("rawtypes") // as Jackson asks for it
    private static final class NamedMap extends JsonSerializer<Map> {
        @Override
        public void serialize(Map given, JsonGenerator json, SerializerProvider provider) throws IOException {
            Map<?, ?> map = (Map<?, ?>) Known.of(given);
            json.writeStartObject();
            json.writeStringField(Metadata.TYPE, map.getClass().getName());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                provider.defaultSerializeValue(entry.getValue(), json);
            }
            json.writeEndObject();
        }
    }

    /** JSON-B names the zone behind the offset: {@code 2026-11-23T10:15:30.123Z[UTC]}. */
    private static final class ZonedDate extends StdScalarDeserializer<Date> {
        private static final long serialVersionUID = 1L;

        ZonedDate() {
            super(Date.class);
        }

        @Override
        public Date deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.hasToken(JsonToken.VALUE_STRING) && json.getText().endsWith("]")) {
                try {
                    return Date.from(ZonedDateTime.parse(json.getText()).toInstant());
                } catch (DateTimeException | IllegalArgumentException noDate) {
                    return (Date) context.handleWeirdStringValue(Date.class, json.getText(), "no date with a zone");
                }
            }
            return _parseDate(json, context);
        }
    }

    private static final class Numbers extends JsonSerializer<byte[]> {
        @Override
        public void serialize(byte[] bytes, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartArray();
            for (byte each : bytes) {
                json.writeNumber(each);
            }
            json.writeEndArray();
        }
    }
}
