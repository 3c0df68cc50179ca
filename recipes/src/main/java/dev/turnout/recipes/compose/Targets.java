// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import dev.turnout.recipes.find.NativeForm;
import dev.turnout.recipes.find.Site;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Whether an expression may have another type by itself, in a variable or lambda of its own, than where it stands. */
final class Targets {
    private final Frame frame;

    Targets(Frame frame) {
        this.frame = frame;
    }

    boolean matter(Expression expression) {
        if (expression instanceof J.Parentheses<?> inner && inner.getTree() instanceof Expression tree) {
            return matter(tree);
        }
        if (expression instanceof J.NewClass creation) {
            return creation.getClazz() instanceof J.ParameterizedType type
                    && (type.getTypeParameters() == null
                            || type.getTypeParameters().stream().allMatch(J.Empty.class::isInstance));
        }
        if (expression instanceof J.MethodInvocation call) {
            return call.getTypeParameters() == null && isInferred(call);
        }
        if (expression instanceof J.Ternary choice) {
            List<Expression> arms = List.of(choice.getTruePart(), choice.getFalsePart());
            return !frame.waits(arms)
                    || arms.stream().anyMatch(this::matter) && arms.stream().noneMatch(this::isFixed);
        }
        return expression instanceof J.SwitchExpression
                || expression instanceof J.NewArray array && array.getTypeExpression() == null;
    }

    /** Whether the stage that stands for the expression has its very type, whatever is wanted of it. */
    boolean isFixed(Expression expression) {
        Site site = frame.site(expression);
        return site != null && site.form() != null && !matter(expression);
    }

    /** Whether the expression becomes a call of a twin, which does not adapt to what is wanted as a blocking call does. */
    boolean matterToTwin(Expression expression) {
        Site site = frame.site(expression);
        return site != null && site.form() == NativeForm.TWIN && matter(expression);
    }

    private boolean isInferred(J.MethodInvocation call) {
        JavaType.Method called = call.getMethodType();
        return called == null
                || called.getDeclaringType().getMethods().stream()
                        .filter(method -> method.getName().equals(called.getName())
                                && method.getFlags().equals(called.getFlags())
                                && method.getParameterTypes().size()
                                        == called.getParameterTypes().size())
                        .anyMatch(method -> isInferred(call, called, method));
    }

    private boolean isInferred(J.MethodInvocation call, JavaType.Method called, JavaType.Method declared) {
        return declared.getDeclaredFormalTypeNames().stream()
                .filter(name -> mentions(declared.getReturnType(), name))
                .anyMatch(
                        name -> IntStream.range(0, declared.getParameterTypes().size())
                                .noneMatch(i -> fixes(name, declared, called, i, call.getArguments())));
    }

    /** Whether the argument alone tells what the type variable stands for. */
    private boolean fixes(
            String name, JavaType.Method declared, JavaType.Method called, int index, List<Expression> arguments) {
        JavaType parameter = declared.getParameterTypes().get(index);
        Expression argument = arguments.get(Math.min(index, arguments.size() - 1));
        if (argument instanceof J.Lambda || argument instanceof J.MemberReference || matter(argument)) {
            return false;
        }
        if (isVariable(parameter, name)) {
            JavaType type = argument.getType();
            String own = type instanceof JavaType.Primitive ? Erasure.boxed(type) : String.valueOf(type);
            return own.equals(called.getParameterTypes().get(index).toString());
        }
        return parameter instanceof JavaType.Parameterized parameterized
                && argument.getType() instanceof JavaType.Parameterized
                && parameterized.getTypeParameters().stream().anyMatch(inner -> isVariable(inner, name));
    }

    private static boolean isVariable(@Nullable JavaType type, String name) {
        return type instanceof JavaType.GenericTypeVariable variable
                && variable.getName().equals(name);
    }

    private static boolean mentions(@Nullable JavaType type, String name) {
        if (type instanceof JavaType.Parameterized parameterized) {
            return parameterized.getTypeParameters().stream().anyMatch(inner -> mentions(inner, name));
        }
        if (type instanceof JavaType.Array array) {
            return mentions(array.getElemType(), name);
        }
        return type instanceof JavaType.GenericTypeVariable variable
                && (variable.getName().equals(name)
                        || variable.getName().equals("?")
                                && variable.getBounds().stream().anyMatch(bound -> mentions(bound, name)));
    }
}
