// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A call for each row of {@code blocking-apis.csv}: of the JDK's own type, or of a stand-in with the row's names. */
final class Rows {
    private static final String JDK = "javax?\\..*";
    private static final List<String> NOT_THE_JDKS =
            List.of("javax.persistence", "javax.ws", "javax.jms", "javax.mail");

    private static final List<String> OF_OBJECT =
            List.of("toString", "equals", "hashCode", "wait", "notify", "notifyAll");

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, StandIn> standIns = new TreeMap<>();

    private Rows() {}

    /**
     * @param receiver type of the variable {@code x}
     * @param call an expression with {@code x}
     */
    record Row(String text, BlockingRow row, String receiver, String call) {}

    static Rows all() throws IOException {
        Rows all = new Rows();
        try (InputStream in = Rows.class.getResourceAsStream("blocking-apis.csv")) {
            for (List<String> fields : Csv.read("blocking-apis.csv", in, 4)) {
                for (MethodPattern method : MethodPattern.parse(fields.get(1))) {
                    boolean always = fields.get(3).startsWith("always");
                    all.add(
                            fields.get(0) + "," + fields.get(1),
                            new BlockingRow(fields.get(0), method, fields.get(2), always, false));
                }
            }
        }
        return all;
    }

    List<Row> rows() {
        return rows;
    }

    /** Sources of the stand-ins, by class name. */
    Map<String, String> standIns() {
        Map<String, String> sources = new TreeMap<>();
        standIns.forEach((name, type) -> sources.put(name, type.source(name)));
        return sources;
    }

    private void add(String text, BlockingRow row) {
        if (row.kind().equals("cache") && row.owner().endsWith("ConcurrentHashMap")) {
            return; // judged by the function that is given
        }
        if (isOfJdk(row.owner())) {
            ofJdk(row).ifPresent(call -> rows.add(new Row(text, row, row.owner().replace('$', '.'), call)));
        } else {
            ofStandIn(text, row);
        }
    }

    private static boolean isOfJdk(String owner) {
        return owner.matches(JDK)
                && NOT_THE_JDKS.stream().noneMatch(owner::startsWith)
                && !owner.contains("*")
                && load(owner).isPresent();
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, Rows.class.getClassLoader()));
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofJdk(BlockingRow row) {
        Class<?> owner = load(row.owner()).orElseThrow();
        if (!Modifier.isPublic(owner.getModifiers())) {
            return Optional.empty();
        }
        Stream<? extends Executable> all = row.method().name().equals("<init>")
                ? Arrays.stream(owner.getConstructors())
                : Arrays.stream(owner.getMethods())
                        .filter(m -> row.method().isAny()
                                ? !Modifier.isStatic(m.getModifiers()) && m.getDeclaringClass() != Object.class
                                : m.getName().equals(row.method().name()))
                        .filter(m -> !m.isBridge());
        return all.filter(e -> row.method().matches(simpleNames(e)))
                .filter(e -> !(e instanceof Constructor<?>) || !Modifier.isAbstract(owner.getModifiers()))
                .filter(e -> !(e instanceof Method m) || !isAsync(m.getReturnType()))
                .min(Comparator.comparing(Executable::toString))
                .map(e -> call(owner, e));
    }

    private static boolean isAsync(Class<?> type) {
        return java.util.concurrent.Future.class.isAssignableFrom(type)
                || java.util.concurrent.CompletionStage.class.isAssignableFrom(type);
    }

    private static List<String> simpleNames(Executable executable) {
        return Arrays.stream(executable.getParameterTypes())
                .map(Class::getSimpleName)
                .toList();
    }

    private static String call(Class<?> owner, Executable executable) {
        String arguments =
                Arrays.stream(executable.getParameterTypes()).map(Rows::value).collect(Collectors.joining(", "));
        String name = owner.getCanonicalName();
        if (executable instanceof Constructor<?>) {
            return "new " + name + "(" + arguments + ")";
        }
        return (Modifier.isStatic(executable.getModifiers()) ? name : "x") + "." + executable.getName() + "("
                + arguments + ")";
    }

    private static String value(Class<?> type) {
        if (type == boolean.class) {
            return "true";
        }
        return type.isPrimitive() ? "(" + type + ") 1" : "(" + type.getCanonicalName() + ") null";
    }

    private void ofStandIn(String text, BlockingRow row) {
        String owner = row.owner();
        if (owner.startsWith("java.")
                || owner.startsWith("com.sun.")
                || owner.contains("$")
                || row.method().name().equals("close") && owner.contains("*")) {
            return;
        }
        String annotation = "";
        if (owner.startsWith("annotated:")) {
            annotation = owner.substring("annotated:".length());
            standIns.computeIfAbsent(annotation, a -> new StandIn()).isAnnotation = true;
            owner = "standins.Marked" + standIns.size();
        } else if (owner.startsWith("*")) {
            owner = "standins." + owner.replace("*", "Some");
        } else {
            owner = owner.replace(".*.", ".some.").replace("*", "Some");
        }
        StandIn type = standIns.computeIfAbsent(owner, o -> new StandIn());
        type.annotation = annotation;
        String name = row.method().name();
        if (name.equals("<init>")) {
            rows.add(new Row(text, row, owner, "new " + owner + "()"));
            return;
        }
        if (row.method().parameters().isPresent()
                && !row.method().parameters().get().isEmpty()) {
            return; // overloads of a library need its types
        }
        String method = row.method().isAny() ? "something" : name;
        if (OF_OBJECT.contains(method)) {
            type.methods.put(method, "public static void " + method + "(int i) {}");
            rows.add(new Row(text, row, owner, owner + "." + method + "(1)"));
            return;
        }
        type.methods.put(method, "public void " + method + "() {}");
        rows.add(new Row(text, row, owner, "x." + method + "()"));
    }

    private static final class StandIn {
        private final Map<String, String> methods = new LinkedHashMap<>();
        private String annotation = "";
        private boolean isAnnotation;

        String source(String name) {
            int dot = name.lastIndexOf('.');
            String head = "package " + name.substring(0, dot) + "; ";
            String simple = name.substring(dot + 1);
            if (isAnnotation) {
                return head + "import java.lang.annotation.*; @Retention(RetentionPolicy.RUNTIME) public @interface "
                        + simple + " {}";
            }
            return head + (annotation.isEmpty() ? "" : "@" + annotation + " ") + "public class " + simple + " { "
                    + String.join(" ", methods.values()) + " }";
        }
    }
}
