// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collections of the JDK's own hidden classes, such as {@code List.of}, as those that any mapper can make again. */
public final class Known {
    private Known() {}

    /** {@code value}, or a copy of it if it is such a collection. */
    public static Object of(Object value) {
        if (!value.getClass().getName().startsWith("java.")
                || Modifier.isPublic(value.getClass().getModifiers())) {
            return value;
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof Set<?> set) {
            return new LinkedHashSet<>(set);
        }
        return value instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : value;
    }
}
