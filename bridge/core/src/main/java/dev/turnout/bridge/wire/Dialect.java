// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Form;

/**
 * How the application's JobRunr mapper writes a job's arguments. Where JobRunr itself is on the class path, its own mapper is the
 * best one: the bridge for JobRunr makes a dialect of it. For use by any thread; never blocks.
 */
public interface Dialect {
    /** As JobRunr's {@code JacksonJsonMapper} writes, with the modules of the class path; dates in the form that it reads with any. */
    Dialect JACKSON = JacksonDialect.of(new ObjectMapper(), Form.PLAIN.reader());

    /**
     * As JobRunr's {@code GsonJsonMapper} writes. Read is what it writes, but for a {@link java.util.Date} that JobRunr wrote: to the
     * second, without its zone, and in the words of that machine's language.
     */
    Dialect GSON = FieldDialect.gson();

    /**
     * As JobRunr's {@code JsonbJsonMapper} writes. An argument that is an enum or a {@link java.time.Duration} it does not read
     * back, so those are refused.
     */
    Dialect JSONB = FieldDialect.jsonb();

    /**
     * As JobRunr's {@code JacksonJsonMapper} around {@code application}, which is copied. Workers read with it, too: it must be the
     * mapper that the legacy application gives to JobRunr.
     */
    static Dialect jackson(ObjectMapper application) {
        return JacksonDialect.of(application.copy(), JacksonDialect.reader(application));
    }

    /**
     * The value as JSON.
     *
     * @throws IllegalArgumentException if the mapper could not write it, or not read it back
     */
    Json write(Object value);

    /** What reads the arguments that the mapper writes: by fields, under their own names unless the mapper has others. */
    default ObjectMapper reader() {
        return Form.PLAIN.reader();
    }

    /**
     * A value in JSON.
     *
     * @param tree the value, with every digit as it was written
     * @param type the class of the value that was written, which JobRunr stores beside it
     */
    record Json(JsonNode tree, Class<?> type) {
        /** @throws IllegalArgumentException if {@code json} passes our limits on size and depth */
        static Json of(String json, Class<?> type) {
            try {
                return new Json(ExactTree.read("{\"value\":" + json + "}").get("value"), type);
            } catch (UnreadableDocument beyond) {
                throw new IllegalArgumentException(beyond.getMessage(), beyond);
            }
        }
    }
}
