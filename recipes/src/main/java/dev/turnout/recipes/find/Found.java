// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.JavaType;

/**
 * A call in a method body that waits, or may lead to one that does.
 *
 * @param call the call itself
 * @param whole what has to be handed over as one piece if the call is: more than the call where it stands in a lambda
 * @param form its async form, if it has one
 * @param blocking whether it is in the table of blocking calls
 * @param declared the method of the project that is called, if it is one
 * @param bodies the bodies that the call may reach
 * @param receiver static type of the receiver
 * @param own whether the receiver is the own object, or there is none
 * @param hazard why the method around it cannot be converted
 */
record Found(
        Expression call,
        Expression whole,
        @Nullable NativeForm form,
        boolean blocking,
        @Nullable MethodInfo declared,
        List<MethodInfo> bodies,
        JavaType.@Nullable FullyQualified receiver,
        boolean own,
        Reason hazard) {

    boolean isLeaf() {
        return form != null || blocking;
    }

    boolean inLambda() {
        return whole != call;
    }
}
