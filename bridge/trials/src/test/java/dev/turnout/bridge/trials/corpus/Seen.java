// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What tasks were called with in this process, by the name that each call carries. */
final class Seen {
    private static final Map<String, Object[]> CALLS = new ConcurrentHashMap<>();

    private Seen() {}

    static void note(String name, Object... arguments) {
        CALLS.put(name, arguments);
    }

    static boolean has(String name) {
        return CALLS.containsKey(name);
    }

    static Set<String> names() {
        return Set.copyOf(CALLS.keySet());
    }

    static Object[] arguments(String name) {
        return CALLS.getOrDefault(name, new Object[0]);
    }

    /** In words that are equal if the values are. */
    static String call(String name) {
        return String.join("\n", Shape.of("arguments", Arrays.asList(arguments(name))));
    }

    /** All calls, in words. */
    static Map<String, String> calls() {
        Map<String, String> calls = new java.util.HashMap<>();
        CALLS.keySet().forEach(name -> calls.put(name, call(name)));
        return calls;
    }

    static void clear() {
        CALLS.clear();
    }
}
