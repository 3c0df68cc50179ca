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
        return pairsFrom(0);
    }

    /** The values from {@code first} on, read as name, value, name, value. */
    Map<String, String> pairsFrom(int first) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = first; i + 1 < values.size(); i += 2) {
            map.put(text(i), text(i + 1));
        }
        return map;
    }

    /** How often {@code number} stands from {@code first} on. */
    int count(long number, int first) {
        int count = 0;
        for (int i = first; i < values.size(); i++) {
            count += number(i) == number ? 1 : 0;
        }
        return count;
    }

    /** All values as texts. */
    public List<String> texts() {
        return values.stream().map(String::valueOf).toList();
    }

    /** Whether {@code number} stands at {@code first}, or some whole number of {@code step}s after it. */
    boolean has(long number, int first, int step) {
        for (int i = first; i < values.size(); i += step) {
            if (number(i) == number) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return values.size();
    }
}
