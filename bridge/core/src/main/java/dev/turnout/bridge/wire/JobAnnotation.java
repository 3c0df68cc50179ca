// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Form.Declared;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What JobRunr's {@code @Job} says of a method: it is stored with each job when that is created, so whoever creates one has to
 * read it. Read by name, because JobRunr may not be there; then there is no such annotation either.
 */
public final class JobAnnotation {
    private static final String JOB = "org.jobrunr.jobs.annotations.Job";
    private static final Pattern MDC_WORD = Pattern.compile("%X\\{([^}]*)}");

    private JobAnnotation() {}

    /**
     * @param values the stored arguments, for {@code %0} in name and labels; {@code %X{…}} is taken from the logging context
     */
    public static Declared of(Method method, @Nullable Object[] values) {
        for (Annotation annotation : method.getAnnotations()) {
            if (annotation.annotationType().getName().equals(JOB)) {
                return read(annotation, values);
            }
        }
        return Declared.NOTHING;
    }

    private static Declared read(Annotation job, @Nullable Object[] values) {
        Optional<Integer> retries = value(job, "retries", Integer.class).filter(number -> number >= 0);
        Optional<String> name = value(job, "name", String.class).filter(text -> !text.isEmpty());
        List<String> labels =
                value(job, "labels", String[].class).map(Arrays::asList).orElse(List.of());
        return new Declared(
                retries,
                name.map(text -> filled(text, values)),
                labels.stream().map(text -> filled(text, values)).distinct().toList());
    }

    private static <T> Optional<T> value(Annotation job, String name, Class<T> type) {
        try {
            return Optional.of(type.cast(job.annotationType().getMethod(name).invoke(job)));
        } catch (ReflectiveOperationException | ClassCastException another) { // another version of JobRunr
            return Optional.empty();
        }
    }

    private static String filled(String text, @Nullable Object[] values) {
        String filled = text;
        for (int at = 0; at < values.length && filled.contains("%"); at++) {
            Object value = values[at];
            if (value != null) {
                filled = filled.replace("%" + at, text(value));
            }
        }
        return MDC_WORD.matcher(filled).replaceAll(JobAnnotation::word);
    }

    private static String text(Object value) {
        return value instanceof JsonNode node && node.isValueNode() ? node.asText() : value.toString();
    }

    private static String word(MatchResult key) {
        String word = MDC.get(key.group(1));
        return Matcher.quoteReplacement(word == null ? "(" + key.group(1) + " is not found in MDC)" : word);
    }
}
