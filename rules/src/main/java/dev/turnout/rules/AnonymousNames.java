// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.tree.ClassNode;

/**
 * Names of anonymous classes that stay. The compiler counts them through a whole class, so {@code Shop$1} becomes
 * {@code Shop$2} when another one is written above it. Here it is {@code Shop$Step@open}, an anonymous {@code Step} in the
 * method {@code open}, and {@code Shop$Step@open:2} the second one there; in initialisers {@code Shop$Step@<init>}.
 */
final class AnonymousNames {
    private static final Pattern NUMBERED = Pattern.compile(".*\\$(\\d{1,9})");

    private final List<Anonymous> all = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    private record Anonymous(String name, int number, String outer, String label) {}

    /** Takes {@code node} in if it is anonymous; all before the first question. */
    void note(ClassNode node) {
        Matcher numbered = NUMBERED.matcher(node.name);
        if (node.outerClass != null && numbered.matches()) {
            String type = node.interfaces.isEmpty() ? node.superName : node.interfaces.get(0);
            String method = node.outerMethod == null ? "<init>" : node.outerMethod;
            all.add(new Anonymous(
                    binary(node.name),
                    Integer.parseInt(numbered.group(1)),
                    binary(node.outerClass),
                    type.substring(type.lastIndexOf('/') + 1).replace('$', '.') + "@" + method));
        }
    }

    /** {@code text}, the name of a class or of something in one, behind {@code #}. */
    String stable(String text) {
        int end = text.indexOf('#');
        return end < 0 ? ofClass(text) : ofClass(text.substring(0, end)) + text.substring(end);
    }

    private String ofClass(String name) {
        if (names.isEmpty() && !all.isEmpty()) {
            count();
        }
        return within(name, names);
    }

    /** In the compiler's order, and outer ones before inner ones. */
    private void count() {
        all.sort(Comparator.<Anonymous>comparingInt(a -> a.name().length()).thenComparingInt(Anonymous::number));
        Map<String, Integer> counts = new HashMap<>();
        Map<String, String> counted = new HashMap<>();
        for (Anonymous each : all) {
            String plain = within(each.outer(), counted) + "$" + each.label();
            int number = counts.merge(plain, 1, Integer::sum);
            counted.put(each.name(), number == 1 ? plain : plain + ":" + number);
        }
        names.putAll(counted);
    }

    /** With the name of the nearest anonymous class around it replaced. */
    private static String within(String name, Map<String, String> names) {
        for (int end = name.length(); end > 0; end = name.lastIndexOf('$', end - 1)) {
            String stable = names.get(name.substring(0, end));
            if (stable != null) {
                return stable + name.substring(end);
            }
        }
        return name;
    }

    private static String binary(String internal) {
        return internal.replace('/', '.');
    }
}
