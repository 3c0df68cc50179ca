// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import dev.turnout.recipes.find.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.NameTree;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.java.tree.TypeUtils;

/** Checked exceptions that come out of statements, but for what will stand in a continuation or on a blocking thread. */
final class Thrown extends JavaIsoVisitor<Integer> {
    private final Frame frame;
    private final List<JavaType> types = new ArrayList<>();

    /** What may really be in the parameter of a catch clause, by its name. */
    private final Map<String, List<JavaType>> caught;

    private Thrown(Frame frame, Map<String, List<JavaType>> caught) {
        this.frame = frame;
        this.caught = caught;
    }

    static List<JavaType> by(List<? extends J> trees, Frame frame) {
        return new Thrown(frame, new HashMap<>()).of(trees);
    }

    private List<JavaType> of(List<? extends J> trees) {
        trees.forEach(tree -> visit(tree, 0));
        types.removeIf(Erasure::isUnchecked);
        return types;
    }

    /** The types that a catch clause names. */
    static List<NameTree> alternatives(J.Try.Catch handler) {
        TypeTree type = handler.getParameter().getTree().getTypeExpression();
        return type instanceof J.MultiCatch multi ? multi.getAlternatives() : List.of(type);
    }

    @Override
    public J.Try visitTry(J.Try attempt, Integer p) {
        if (frame.waits(attempt)) {
            return attempt;
        }
        List<JavaType> inside = new Thrown(frame, caught).of(List.of(attempt.getBody()));
        if (attempt.getResources() != null) {
            inside.addAll(new Thrown(frame, caught).of(attempt.getResources()));
            attempt.getResources().forEach(resource -> inside.addAll(byClosing(resource)));
        }
        for (J.Try.Catch handler : attempt.getCatches()) {
            J.VariableDeclarations parameter = handler.getParameter().getTree();
            caught.put(parameter.getVariables().get(0).getSimpleName(), caughtBy(handler, inside));
            visit(handler.getBody(), p);
            inside.removeIf(one -> alternatives(handler).stream().anyMatch(type -> is(one, type.getType())));
        }
        types.addAll(inside);
        visit(attempt.getFinally(), p);
        return attempt;
    }

    private static List<JavaType> caughtBy(J.Try.Catch handler, List<JavaType> thrown) {
        List<JavaType> types = new ArrayList<>();
        for (NameTree alternative : alternatives(handler)) {
            JavaType type = alternative.getType();
            thrown.stream()
                    .filter(one -> is(one, type) || is(type, one))
                    .forEach(one -> types.add(is(one, type) ? one : type));
        }
        return types;
    }

    private static boolean is(@Nullable JavaType type, @Nullable JavaType above) {
        return Erasure.is(type, Erasure.binaryName(above));
    }

    private static List<JavaType> byClosing(J.Try.Resource resource) {
        JavaType type = resource.getVariableDeclarations() instanceof J.VariableDeclarations declaration
                ? declaration.getVariables().get(0).getType()
                : resource.getVariableDeclarations() instanceof Expression expression ? expression.getType() : null;
        return Erasure.hierarchy(TypeUtils.asFullyQualified(type)).stream()
                .flatMap(one -> one.getMethods().stream())
                .filter(method -> method.getName().equals("close")
                        && method.getParameterTypes().isEmpty())
                .findFirst()
                .map(JavaType.Method::getThrownExceptions)
                .orElse(List.of());
    }

    @Override
    public J.ForEachLoop visitForEachLoop(J.ForEachLoop loop, Integer p) {
        if (frame.waits(loop)) {
            visit(loop.getControl().getIterable(), p);
            return loop;
        }
        return super.visitForEachLoop(loop, p);
    }

    @Override
    public J.ForLoop visitForLoop(J.ForLoop loop, Integer p) {
        if (frame.waits(loop)) {
            loop.getControl().getInit().forEach(init -> visit(init, p));
            return loop;
        }
        return super.visitForLoop(loop, p);
    }

    @Override
    public J.WhileLoop visitWhileLoop(J.WhileLoop loop, Integer p) {
        return frame.waits(loop) ? loop : super.visitWhileLoop(loop, p);
    }

    @Override
    public J.DoWhileLoop visitDoWhileLoop(J.DoWhileLoop loop, Integer p) {
        return frame.waits(loop) ? loop : super.visitDoWhileLoop(loop, p);
    }

    @Override
    public J.Lambda visitLambda(J.Lambda lambda, Integer p) {
        return lambda;
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
        return declaration;
    }

    @Override
    public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Integer p) {
        add(call, call.getMethodType());
        return isHandedOver(call) ? call : super.visitMethodInvocation(call, p);
    }

    @Override
    public J.NewClass visitNewClass(J.NewClass creation, Integer p) {
        add(creation, creation.getMethodType());
        if (!isHandedOver(creation)) {
            creation.getArguments().forEach(argument -> visit(argument, p));
        }
        return creation;
    }

    @Override
    public J.Throw visitThrow(J.Throw jump, Integer p) {
        Expression thrown = jump.getException();
        String name = thrown instanceof J.Identifier identifier ? identifier.getSimpleName() : "";
        if (caught.containsKey(name) && !frame.locals.changes(name)) {
            types.addAll(caught.get(name));
        } else {
            types.add(thrown.getType());
        }
        return super.visitThrow(jump, p);
    }

    private void add(Expression call, JavaType.@Nullable Method type) {
        if (frame.site(call) == null && type != null) {
            types.addAll(type.getThrownExceptions());
        }
    }

    /** Whether the call goes to a blocking thread with all its operands. */
    private boolean isHandedOver(Expression call) {
        Site site = frame.site(call);
        return site != null && site.form() == null && Operands.of(call).stream().noneMatch(frame::waits);
    }
}
