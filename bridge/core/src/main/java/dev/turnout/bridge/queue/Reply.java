// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script answered.
 *
 * @param values longs, strings and lists of them
 */
public record Reply(List<Object> values) {
    /** The number at {@code index}; also where it came as text. */
    public long number(int index) {
        Object value = values.get(index);
        return value instanceof Long number ? number : Long.parseLong(value.toString());
    }

    /** The text at {@code index}. */
    public String text(int index) {
        return String.valueOf(values.get(index));
    }

    /** The list at {@code index}. */
    public Reply list(int index) {
        return new Reply(List.copyOf((List<?>) values.get(index)));
    }

    /** All values read as name, value, name, value. */
    public Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < values.size(); i += 2) {
            map.put(text(i), text(i + 1));
        }
        return map;
    }

    public int size() {
        return values.size();
    }
}
