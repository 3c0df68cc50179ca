// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.DateSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;

/** Times as JobRunr's own adapters write them: ISO text, and durations as seconds with nine decimals. */
final class Times {
    private Times() {}

    /** For Jackson. */
    static Module asText() {
        // a date as a number: the text that JobRunr makes of it ends with the seconds
        return text(
                        new SimpleModule("turnout-times").addSerializer(new DateSerializer(true, null)),
                        List.of(Instant.class, LocalDate.class, LocalDateTime.class, LocalTime.class))
                .addSerializer(new Seconds());
    }

    /** For Gson. */
    static SimpleModule forGson() {
        return text(
                        new SimpleModule("turnout-gson-times"),
                        List.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class))
                .addSerializer(new Seconds());
    }

    /** For JSON-B. */
    static SimpleModule forJsonb() {
        return text(
                new SimpleModule("turnout-jsonb-times"),
                List.of(Instant.class, LocalDate.class, LocalDateTime.class, LocalTime.class, OffsetDateTime.class));
    }

    private static SimpleModule text(SimpleModule module, List<Class<?>> types) {
        types.forEach(type -> add(module, type));
        return module;
    }

    private static <T> void add(SimpleModule module, Class<T> type) {
        module.addSerializer(type, new ToStringSerializer(type));
    }

    private static final class Seconds extends StdSerializer<Duration> {
        private static final long serialVersionUID = 1L;
        private static final int NANO_DIGITS = 9;

        Seconds() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration time, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(BigDecimal.valueOf(time.getSeconds())
                    .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
                    .setScale(NANO_DIGITS)
                    .toPlainString());
        }
    }
}
