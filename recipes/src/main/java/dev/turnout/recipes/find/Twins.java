// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/**
 * The table of blocking calls that have a twin which is a stage: {@code twins.csv}, after the rows of a file of one's
 * own, which the system property {@value #PROPERTY} names. The first row that fits is taken.
 */
final class Twins {
    /** Names a file with more rows of the same form, heading included. */
    static final String PROPERTY = "turnout.twins";

    private static final String TABLE = "/dev/turnout/recipes/twins.csv";
    private static final Pattern FIELD = Pattern.compile("\\{field:([^}]+)}");

    private final List<Row> rows = new ArrayList<>();

    private Twins() {}

    static Twins load() {
        Twins twins = new Twins();
        String own = System.getProperty(PROPERTY);
        try {
            if (own != null) {
                twins.read(Files.readAllLines(Path.of(own)));
            }
            try (BufferedReader in = new BufferedReader(
                    new InputStreamReader(Twins.class.getResourceAsStream(TABLE), StandardCharsets.UTF_8))) {
                twins.read(in.lines().toList());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return twins;
    }

    private void read(List<String> lines) {
        lines.stream().skip(1).filter(line -> !line.isBlank()).forEach(line -> {
            List<String> cells = BlockingTable.cells(line);
            if (cells.size() < 5) {
                throw new IllegalArgumentException(
                        "A row of the twins needs owner, method, twin, failures and imports: " + line);
            }
            Set<String> imports =
                    cells.get(4).isBlank() ? Set.of() : Set.of(cells.get(4).split(";"));
            rows.add(new Row(
                    Pattern.compile(cells.get(0).replace(".", "\\.").replace("*", "(\\w+?)")),
                    new BlockingTable.Row(cells.get(0), List.of(cells.get(1).split("\\|")), "", false),
                    new NativeForm(cells.get(2), cells.get(3), imports)));
        });
    }

    /** The twin of a call in a method of {@code user}, if it has one there. */
    Optional<NativeForm> of(J.MethodInvocation call, JavaType.Method method, ClassInfo user) {
        JavaType.FullyQualified receiver = call.getSelect() == null
                ? null
                : TypeUtils.asFullyQualified(call.getSelect().getType());
        Set<String> owners = Erasure.supertypes(receiver == null ? method.getDeclaringType() : receiver);
        if (owners.contains("java.util.concurrent.TimeUnit") && method.getName().equals("sleep")) {
            String unit = call.getSelect() == null ? "" : call.getSelect().toString();
            return unit.contains("NANOSECONDS") || unit.contains("MICROSECONDS")
                    ? Optional.empty()
                    : Optional.of(NativeForm.UNIT_SLEEP);
        }
        List<String> parameters =
                method.getParameterTypes().stream().map(Erasure::simpleName).toList();
        return rows.stream()
                .filter(row -> row.methods().methodMatches(method.getName(), parameters)
                        && (call.getSelect() != null || !row.form().twin().contains("{receiver}")))
                .flatMap(row -> owners.stream().flatMap(owner -> row.form(owner, method, user).stream()))
                .findFirst();
    }

    private record Row(Pattern owner, BlockingTable.Row methods, NativeForm form) {
        Optional<NativeForm> form(String type, JavaType.Method method, ClassInfo user) {
            Matcher fits = owner.matcher(type);
            if (!fits.matches()) {
                return Optional.empty();
            }
            Matcher field = FIELD.matcher(form.twin());
            if (!field.find()) {
                return Optional.of(form);
            }
            String wanted = fits.replaceFirst(field.group(1));
            return atHand(user, wanted, method)
                    .map(name -> new NativeForm(
                            field.replaceFirst(Matcher.quoteReplacement(name)), form.failures(), form.imports()));
        }

        /** The one field of that type, if that has the same method as a stage. */
        private static Optional<String> atHand(ClassInfo user, String type, JavaType.Method method) {
            List<JavaType.Variable> fields = user.type().getMembers().stream()
                    .filter(member -> type.equals(Erasure.binaryName(member.getType())))
                    .toList();
            return fields.size() == 1
                            && has(TypeUtils.asFullyQualified(fields.get(0).getType()), method)
                    ? Optional.of(fields.get(0).getName())
                    : Optional.empty();
        }

        private static boolean has(JavaType.@Nullable FullyQualified type, JavaType.Method wanted) {
            List<String> parameters =
                    wanted.getParameterTypes().stream().map(Erasure::binaryName).toList();
            return Erasure.hierarchy(type).stream()
                    .flatMap(one -> one.getMethods().stream())
                    .anyMatch(method -> method.getName().equals(wanted.getName())
                            && method.getParameterTypes().stream()
                                    .map(Erasure::binaryName)
                                    .toList()
                                    .equals(parameters)
                            && Erasure.is(method.getReturnType(), "java.util.concurrent.CompletionStage")
                            && yields(method.getReturnType(), wanted.getReturnType()));
        }

        private static boolean yields(JavaType stage, JavaType value) {
            return stage instanceof JavaType.Parameterized parameterized
                    && Set.of(Erasure.boxed(value), value == JavaType.Primitive.Void ? "java.lang.Void" : "")
                            .contains(Erasure.binaryName(
                                    parameterized.getTypeParameters().get(0)));
        }
    }
}
