// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectMapper.DefaultTyping;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import dev.turnout.runtime.queue.Form;
import java.text.SimpleDateFormat;

/**
 * By fields, with the names of classes around values of abstract types. A class is named because a value is of it, never because
 * somebody says so: the reader knows no such names.
 *
 * <p>The times that JobRunr has a reader for are written as that reader likes them, so that a server without Jackson's module for
 * times reads them as well as one with it.
 */
record JacksonDialect(ObjectMapper mapper, ObjectMapper reader) implements Dialect {
    private static final String DATE = "yyyy-MM-dd'T'HH:mm:ssZ";

    static JacksonDialect of(ObjectMapper mapper, ObjectMapper reader) {
        mapper.setSerializationInclusion(JsonInclude.Include.NON_NULL)
                .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
                .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false)
                .configure(SerializationFeature.WRITE_ENUMS_USING_TO_STRING, true)
                .registerModules(ObjectMapper.findModules())
                .registerModule(Times.asText())
                .setDateFormat(new SimpleDateFormat(DATE))
                .activateDefaultTypingAsProperty(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_CONCRETE_AND_ARRAYS,
                        Metadata.TYPE);
        return new JacksonDialect(mapper, reader);
    }

    static ObjectMapper reader(ObjectMapper application) {
        return Form.plain(application.copy().registerModules(ObjectMapper.findModules()))
                .reader();
    }

    @Override
    public Json write(Object value) {
        Object known = Known.of(value);
        try {
            return Json.of(mapper.writeValueAsString(known), known.getClass());
        } catch (JsonProcessingException | StackOverflowError unwritable) {
            throw new IllegalArgumentException(String.valueOf(unwritable.getMessage()), unwritable);
        }
    }
}
