// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of types in a Kotlin or Groovy source, as the class file has them. */
final class OtherTypes {
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^\\s*import\\s+([\\w.]+)(?:\\s+as\\s+(\\w+))?\\s*;?\\s*$");
    private static final Map<String, String> PRIMITIVES = Map.of(
            "Int", "int", "Long", "long", "Boolean", "boolean", "Double", "double", "Float", "float", "Short", "short",
            "Byte", "byte", "Char", "char");
    private static final Map<String, String> KOTLIN = Map.ofEntries(
            Map.entry("Any", "java.lang.Object"),
            Map.entry("List", "java.util.List"),
            Map.entry("MutableList", "java.util.List"),
            Map.entry("Collection", "java.util.Collection"),
            Map.entry("Set", "java.util.Set"),
            Map.entry("MutableSet", "java.util.Set"),
            Map.entry("Map", "java.util.Map"),
            Map.entry("MutableMap", "java.util.Map"),
            Map.entry("Iterable", "java.lang.Iterable"),
            Map.entry("IntArray", "[I"),
            Map.entry("LongArray", "[J"),
            Map.entry("ByteArray", "[B"));
    private static final List<String> GROOVY =
            List.of("java.lang.", "java.util.", "java.io.", "java.net.", "java.math.");

    private final Map<String, String> imports = new HashMap<>();
    private final String packageName;
    private final boolean kotlin;
    private final String text;

    OtherTypes(String text, String packageName, boolean kotlin) {
        this.text = text;
        this.packageName = packageName;
        this.kotlin = kotlin;
        Matcher one = IMPORT.matcher(text);
        while (one.find()) {
            String name = one.group(1);
            imports.put(one.group(2) == null ? name.substring(name.lastIndexOf('.') + 1) : one.group(2), name);
        }
    }

    String inPackage(String owner) {
        return packageName + owner;
    }

    /** Binary names of the types of parameters, {@code ?} for one that is not known. */
    String parameters(String list) {
        return split(list).stream()
                .map(parameter -> kotlin ? ofKotlin(parameter) : ofGroovy(parameter))
                .collect(Collectors.joining(","));
    }

    private String ofKotlin(String parameter) {
        String type =
                parameter.replaceFirst("^[^:]*:", "").replaceFirst("=.*", "").strip();
        boolean nullable = type.endsWith("?");
        String plain = type.replaceFirst("\\?$", "").replaceFirst("(?s)<.*", "").strip();
        String primitive = PRIMITIVES.get(plain);
        if (parameter.strip().startsWith("vararg") || type.contains("->") || plain.equals("Array")) {
            return "?";
        }
        if (primitive != null) {
            return nullable ? boxed(primitive) : primitive;
        }
        return plain.equals("String") ? "java.lang.String" : KOTLIN.getOrDefault(plain, named(plain));
    }

    private static String boxed(String primitive) {
        return switch (primitive) {
            case "int" -> "java.lang.Integer";
            case "char" -> "java.lang.Character";
            default -> "java.lang." + Character.toUpperCase(primitive.charAt(0)) + primitive.substring(1);
        };
    }

    private String ofGroovy(String parameter) {
        String declared = parameter
                .replaceFirst("=.*", "")
                .replaceAll("@\\w+(\\([^)]*\\))?|\\bfinal\\b", "")
                .strip();
        String type = declared.replaceFirst("\\s*\\w+$", "")
                .replaceFirst("(?s)<.*", "")
                .strip();
        if (type.isEmpty() || type.equals("def")) {
            return "java.lang.Object";
        }
        if (PRIMITIVES.containsValue(type)) {
            return type;
        }
        return type.contains("[") || type.contains("...") ? "?" : named(type);
    }

    private String named(String type) {
        if (type.contains(".") || imports.containsKey(type)) {
            return imports.getOrDefault(type, type);
        }
        for (String start : GROOVY) {
            if (!kotlin && isJdk(start + type)) {
                return start + type;
            }
        }
        boolean here = text.matches("(?s).*\\b(class|interface|enum|object)\\s+" + Pattern.quote(type) + "\\b.*");
        return here ? packageName + type : "?";
    }

    private static boolean isJdk(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException unknown) {
            return false;
        }
    }

    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (char c : list.toCharArray()) {
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        parts.removeIf(String::isBlank);
        return parts;
    }
}
