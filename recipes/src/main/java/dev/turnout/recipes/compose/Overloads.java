// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/**
 * Whether a call would mean another method if a primitive argument came boxed. The compiler looks first for a method
 * that needs no conversion between primitive and boxed, then for one with such conversions, then for one with a variable
 * number of parameters; so the argument counts only where that first look has something else to find.
 */
final class Overloads {
    private static final Set<String> ABOVE_BOXES = Set.of(
            "java.lang.Object",
            "java.lang.Number",
            "java.lang.Comparable",
            "java.io.Serializable",
            "java.lang.constant.Constable",
            "java.lang.constant.ConstantDesc");

    private final JavaType.FullyQualified here;

    /** For calls in a method of the class {@code here}. */
    Overloads(JavaType.FullyQualified here) {
        this.here = here;
    }

    boolean another(
            JavaType.@Nullable Method called,
            @Nullable Expression select,
            List<Expression> arguments,
            Expression argument) {
        int index = arguments.indexOf(argument);
        if (called == null || index < 0) {
            return true;
        }
        JavaType.FullyQualified receiver = select == null ? here : TypeUtils.asFullyQualified(select.getType());
        List<JavaType.Method> candidates = Stream.of(called.getDeclaringType(), receiver)
                .flatMap(type -> Erasure.hierarchy(type).stream())
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getName().equals(called.getName())
                        && takes(method, arguments.size())
                        && takesBox(parameter(method, index), argument.getType()))
                .toList();
        boolean alone = candidates.stream().map(Overloads::erasure).distinct().count() == 1;
        if (alone || !candidates.isEmpty() && candidates.stream().allMatch(Overloads::isAllPrimitive)) {
            return false;
        }
        boolean boxes = !Boxes.isPrimitive(parameter(called, index));
        return !boxes || !needsNoConversionElse(called, arguments, argument) && !gathers(called, arguments);
    }

    private static boolean isVariable(JavaType.Method method) {
        return method.hasFlags(Flag.Varargs);
    }

    private static boolean isAllPrimitive(JavaType.Method method) {
        return !isVariable(method) && method.getParameterTypes().stream().allMatch(Boxes::isPrimitive);
    }

    private static boolean takes(JavaType.Method method, int arguments) {
        int parameters = method.getParameterTypes().size();
        return parameters == arguments || isVariable(method) && arguments >= parameters - 1;
    }

    private static JavaType parameter(JavaType.Method method, int index) {
        List<JavaType> types = method.getParameterTypes();
        JavaType last = types.get(types.size() - 1);
        return isVariable(method) && index >= types.size() - 1 && last instanceof JavaType.Array array
                ? array.getElemType()
                : types.get(index);
    }

    private static boolean takesBox(JavaType parameter, @Nullable JavaType primitive) {
        return Boxes.isPrimitive(parameter)
                || parameter instanceof JavaType.GenericTypeVariable
                || ABOVE_BOXES.contains(Erasure.binaryName(parameter))
                || Erasure.binaryName(parameter).equals(Erasure.boxed(primitive));
    }

    private static boolean needsNoConversionElse(
            JavaType.Method called, List<Expression> arguments, Expression argument) {
        return arguments.size() == called.getParameterTypes().size()
                && IntStream.range(0, arguments.size())
                        .filter(i -> arguments.get(i) != argument)
                        .allMatch(i -> Boxes.isPrimitive(arguments.get(i).getType())
                                == Boxes.isPrimitive(called.getParameterTypes().get(i)));
    }

    /** Whether the last arguments are put into an array. */
    private static boolean gathers(JavaType.Method called, List<Expression> arguments) {
        return isVariable(called)
                && (arguments.size() != called.getParameterTypes().size()
                        || !(arguments.get(arguments.size() - 1).getType() instanceof JavaType.Array));
    }

    private static String erasure(JavaType.Method method) {
        return method.getParameterTypes().stream().map(Erasure::binaryName).collect(Collectors.joining(","));
    }
}
