// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jobrunr.jobs.context.JobContext;

/**
 * An object as lines of {@code path=type value}, field by field. Two objects that differ in a value or in the type of a value
 * differ here; which list, set or map holds the values makes no difference.
 */
final class Shape {
    private final List<String> lines = new ArrayList<>();

    private Shape() {}

    static List<String> of(String name, Object value) {
        Shape shape = new Shape();
        shape.add(name, value);
        return shape.lines;
    }

    private void add(String path, Object value) {
        if (value == null) {
            lines.add(path + "=null");
        } else if (value instanceof JobContext) {
            lines.add(path + "=a JobContext");
        } else if (value instanceof Map<?, ?> map) {
            lines.add(path + "=map of " + map.size());
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, item) -> sorted.put(text(key), item));
            sorted.forEach((key, item) -> add(path + "{" + key + "}", item));
        } else if (value instanceof Set<?> set) {
            lines.add(path + "=set " + set.stream().map(Shape::text).sorted().toList());
        } else if (value instanceof Collection<?> items) {
            items(path, items.toArray());
        } else if (value.getClass().isArray()) {
            items(path, value);
        } else if (value instanceof Enum<?> constant) {
            lines.add(path + "=" + constant.getDeclaringClass().getName() + " " + constant.name());
        } else if (value.getClass().getName().startsWith("java.")) {
            lines.add(path + "=" + text(value));
        } else {
            fields(path, value);
        }
    }

    private void items(String path, Object array) {
        lines.add(path + "=" + Array.getLength(array) + " items");
        for (int at = 0; at < Array.getLength(array); at++) {
            add(path + "[" + at + "]", Array.get(array, at));
        }
    }

    private void fields(String path, Object value) {
        lines.add(path + "=" + value.getClass().getName());
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    field.setAccessible(true);
                    try {
                        add(path + "." + field.getName(), field.get(value));
                    } catch (IllegalAccessException closed) {
                        throw new IllegalStateException(closed);
                    }
                }
            }
        }
    }

    /** One line, ASCII, each character there. */
    private static String text(Object value) {
        StringBuilder text = new StringBuilder(value.getClass().getName()).append(' ');
        value.toString()
                .chars()
                .forEach(c -> text.append(c >= ' ' && c < 127 ? Character.toString(c) : String.format("\\u%04x", c)));
        return text.toString();
    }
}
