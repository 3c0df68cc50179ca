// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.BodyCompiler;
import dev.turnout.recipes.find.Composed;
import dev.turnout.recipes.find.MethodInfo;
import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.recipes.find.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeTree;

/** Writes the twin of a method. */
public final class Composer implements BodyCompiler {
    /** Columns to the left of a member of a top-level class. */
    static final int INDENT = 4;

    private static final int WIDTH = 120;
    private static final String STAGE = "java.util.concurrent.CompletionStage";

    @Override
    public Composed compile(MethodInfo method, Map<UUID, Site> sites, boolean task, boolean carry) {
        Frame frame = new Frame(method, sites);
        frame.imports.add(STAGE);
        for (J.VariableDeclarations parameter : method.parameters()) {
            frame.scope.put(parameter.getVariables().get(0).getSimpleName(), frame.typeOf(parameter));
        }
        Statements statements = new Statements(frame);
        List<Doc> body = new ArrayList<>(statements.holders().parameters());
        body.addAll(statements.sequence(method.statements(), new Exit(resultType(frame)), 0));
        List<Doc> wrapped = wrapped(frame, Brief.trimmed(body), carry);
        StringBuilder text = new StringBuilder();
        if (task) {
            frame.imports.add(RuntimeTypes.ASYNC_TASK);
            text.append("@AsyncTask\n");
        }
        text.append(suppressions(frame));
        text.append(head(signature(method, frame), parameters(method, frame), ""))
                .append(new Layout(INDENT).body(wrapped, "    "))
                .append("}");
        List<String> methods = new ArrayList<>(List.of(text.toString()));
        methods.addAll(frame.steps);
        return new Composed(methods, new TreeSet<>(frame.imports));
    }

    /** What the method says about warnings holds for the code that was in it. */
    static String suppressions(Frame frame) {
        return frame.method.declaration().getLeadingAnnotations().stream()
                .filter(annotation -> annotation.getSimpleName().equals("SuppressWarnings"))
                .map(annotation -> new Source(frame.method.unit()).of(annotation) + "\n")
                .collect(Collectors.joining());
    }

    private static List<Doc> wrapped(Frame frame, List<Doc> body, boolean carry) {
        if (carry) {
            frame.imports.add(RuntimeTypes.STAGES);
            frame.imports.add("org.slf4j.MDC");
            return List.of(Doc.give(Doc.call(
                    "Stages.carrying",
                    Doc.raw("MDC::getCopyOfContextMap"),
                    Doc.raw("MDC::setContextMap"),
                    new Doc.Lambda("()", body))));
        }
        if (body.size() == 1 && body.get(0) instanceof Doc.Statement only && startsSafely(only.expr())) {
            return body;
        }
        frame.imports.add(RuntimeTypes.STAGES);
        return List.of(Doc.give(new Doc.Call("Stages.start", List.of(new Doc.Lambda("()", body)))));
    }

    /** Whether making the stage throws nothing. */
    private static boolean startsSafely(Doc.Expr expr) {
        if (!(expr instanceof Doc.Call call) || call.arguments().isEmpty()) {
            return false;
        }
        if (call.function().startsWith("Blocking.")
                || call.function().endsWith("start")
                || call.function().equals("Stages.loop")) {
            return true;
        }
        return startsSafely(call.arguments().get(0));
    }

    @Override
    public Composed family(MethodInfo method) {
        Frame frame = new Frame(method, Map.of());
        frame.imports.add(STAGE);
        frame.imports.add(RuntimeTypes.BLOCKING);
        List<String> names = method.parameters().stream()
                .map(parameter -> parameter.getVariables().get(0).getSimpleName())
                .toList();
        String call = method.name() + "(" + String.join(", ", names) + ")";
        Doc.Expr stage = Doc.call(
                method.isVoid() ? "Blocking.run" : "Blocking.call",
                new Doc.Lambda("()", List.of(new Doc.Statement("", Doc.raw(call)))));
        String text = head(
                        "default " + typeParameters(method, frame) + "CompletionStage<" + resultType(frame) + "> "
                                + method.name() + "Async",
                        parameters(method, frame),
                        "")
                + new Layout(INDENT).body(List.of(Doc.give(stage)), "    ") + "}";
        return new Composed(List.of(text), frame.imports);
    }

    private static String signature(MethodInfo method, Frame frame) {
        String modifiers = method.declaration().getModifiers().stream()
                .filter(modifier -> modifier.getType() != J.Modifier.Type.Synchronized)
                .map(modifier -> modifier.toString().trim() + " ")
                .collect(Collectors.joining());
        return modifiers + typeParameters(method, frame) + "CompletionStage<" + resultType(frame) + "> " + method.name()
                + "Async";
    }

    private static String typeParameters(MethodInfo method, Frame frame) {
        List<J.TypeParameter> parameters = method.declaration().getTypeParameters();
        return parameters == null
                ? ""
                : "<" + parameters.stream().map(frame.source::of).collect(Collectors.joining(", ")) + "> ";
    }

    private static List<String> parameters(MethodInfo method, Frame frame) {
        Frame plain = new Frame(method, Map.of());
        return method.parameters().stream().map(plain.source::of).toList();
    }

    /** The head of a method, in one line or with a line for the parameters. */
    static String head(String signature, List<String> parameters, String thrown) {
        String tail = thrown.isEmpty() ? " {\n" : " throws " + thrown + " {\n";
        String flat = signature + "(" + String.join(", ", parameters) + ")" + tail;
        if (INDENT + flat.length() - 1 <= WIDTH) {
            return flat;
        }
        String list = String.join(", ", parameters);
        String below = "        ";
        if (INDENT + below.length() + list.length() + 1 + tail.length() <= WIDTH) {
            return signature + "(\n" + below + list + ")" + tail;
        }
        return signature + "(\n" + below + String.join(",\n" + below, parameters) + ")" + tail;
    }

    /** The boxed type of what the method yields, as it is written in the source. */
    static String resultType(Frame frame) {
        TypeTree type = frame.method.declaration().getReturnTypeExpression();
        if (type instanceof J.Primitive primitive) {
            return boxed(primitive.getType());
        }
        return new Source(frame.method.unit()).of(type);
    }

    static String boxed(JavaType.Primitive type) {
        return switch (type) {
            case Int -> "Integer";
            case Char -> "Character";
            case Void -> "Void";
            default -> Names.upper(type.getKeyword());
        };
    }
}
