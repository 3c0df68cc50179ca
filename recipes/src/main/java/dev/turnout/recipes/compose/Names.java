// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;

/** Names for values and steps, from the names that the code has already. */
final class Names {
    private static final Pattern GETTER = Pattern.compile("(?:get|find|load|read|fetch|count|is)(\\p{Lu}\\w*)");

    private Names() {}

    /** What a call is about: for {@code client.upload(x).join()} that is {@code upload}. */
    static String ofCall(@Nullable J call) {
        if (call instanceof J.MethodInvocation invocation) {
            String name = invocation.getSimpleName();
            boolean bridge = name.equals("join") || name.equals("get") && invocation.getMethodType() != null;
            if (bridge && invocation.getSelect() instanceof J.MethodInvocation inner) {
                return ofCall(inner);
            }
            if (name.equals("toCompletableFuture") || name.equals("orElseThrow") || name.equals("orElseGet")) {
                return ofCall(invocation.getSelect());
            }
            if (name.equals("sleep")) {
                return "pause";
            }
            return name;
        }
        return "goOn";
    }

    static String ofValue(Expression call) {
        String name = ofCall(call);
        Matcher getter = GETTER.matcher(name);
        if (getter.matches()) {
            name = lower(getter.group(1));
        }
        return name.equals("goOn") || javax.lang.model.SourceVersion.isKeyword(name) || name.length() < 4
                ? "value"
                : name;
    }

    static String lower(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    static String upper(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
