// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Names calls for people. */
final class Calls {
    private Calls() {}

    static String describe(Expression call) {
        JavaType.Method type = null;
        if (call instanceof J.MethodInvocation invocation) {
            type = invocation.getMethodType();
        } else if (call instanceof J.MemberReference reference) {
            type = reference.getMethodType();
        } else if (call instanceof J.NewClass creation) {
            type = creation.getMethodType();
        }
        if (type == null) {
            return call instanceof J.MethodInvocation invocation ? invocation.getSimpleName() : "?";
        }
        String owner = Erasure.simpleName(type.getDeclaringType());
        return type.isConstructor() ? "new " + owner : owner + "." + type.getName();
    }
}
