// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.NativeForm;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;

/** The stage that stands for a call of a library, as the table of twins says. */
final class TwinCall {
    private static final Pattern HOLE = Pattern.compile("\\{(receiver|call|\\d)}");

    /** A function of nothing but parts of the call, which may be laid out on several lines. */
    private static final Pattern FUNCTION = Pattern.compile("([\\w.]+)\\(((?:\\{\\w+}[\\w.()]*(?:, )?)+)\\)");

    private final J.MethodInvocation call;
    private final Function<Expression, String> text;

    TwinCall(J.MethodInvocation call, Function<Expression, String> text) {
        this.call = call;
        this.text = text;
    }

    Doc.Expr of(NativeForm form) {
        if (form == NativeForm.UNIT_SLEEP) {
            return unitSleep();
        }
        String twin = form.twin();
        if (twin.startsWith(".")) {
            return Doc.raw(text.apply(call.withName(call.getName().withSimpleName(twin.substring(1)))));
        }
        Matcher function = FUNCTION.matcher(twin);
        Doc.Expr stage = function.matches()
                ? new Doc.Call(
                        function.group(1),
                        Arrays.stream(function.group(2).split(", "))
                                .map(argument -> Doc.raw(filled(argument)))
                                .toList())
                : Doc.raw(filled(twin));
        return switch (form.failures()) {
            case "join" -> Doc.call("Stages.joined", stage);
            case "get" -> Doc.call("Stages.gotten", stage);
            default -> stage;
        };
    }

    /** What a row of the table says, with the parts of the call in it. */
    private String filled(String twin) {
        return HOLE.matcher(twin).replaceAll(hole -> Matcher.quoteReplacement(part(hole.group(1))));
    }

    private String part(String name) {
        return switch (name) {
            case "receiver" -> text.apply(call.getSelect());
            case "call" ->
                text.apply(call.withSelect(null).withPrefix(Space.EMPTY)).strip();
            default -> text.apply(call.getArguments().get(Integer.parseInt(name)));
        };
    }

    private Doc.Expr unitSleep() {
        Expression time = call.getArguments().get(0);
        String amount = time instanceof J.Literal ? text.apply(time) : "Math.max(0, " + text.apply(time) + ")";
        return Doc.call("Stages.delay", Doc.raw(text.apply(call.getSelect()) + ".toMillis(" + amount + ")"));
    }
}
