// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.recipes.find.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Takes what waits out of expressions, in the order of evaluation. */
final class Expressions {
    private final Frame frame;
    private final Targets targets;

    Expressions(Frame frame) {
        this.frame = frame;
        this.targets = new Targets(frame);
    }

    /** What happens before the rest of {@code expression}, whose text afterwards is {@link #text}. */
    List<Hoist> lower(Expression expression) {
        List<Hoist> hoists = new ArrayList<>();
        walk(expression, hoists);
        return hoists;
    }

    /** As {@link #lower}, for the operands of a site alone. */
    List<Hoist> lowerOperands(Expression site) {
        List<Hoist> hoists = new ArrayList<>();
        operands(site, true, hoists);
        return hoists;
    }

    /** Whether the last of the hoists yields {@code value} and would have another type by itself. */
    boolean needsType(List<Hoist> hoists, Expression value) {
        Hoist last = hoists.get(hoists.size() - 1);
        return last.stage() != null && last.name().equals(text(value)) && targets.matter(value);
    }

    /** The hoists with that type for {@code value} where it needs one; {@code same} tells whether it is just its own. */
    List<Hoist> typed(List<Hoist> hoists, Expression value, @Nullable String type, boolean same) {
        if (type == null || !needsType(hoists, value)) {
            return hoists;
        }
        if (targets.matterToTwin(value) && !same) {
            throw new Refusal(Reason.NOT_PROVABLE, "a twin whose type depends on where it stands");
        }
        List<Hoist> typed = new ArrayList<>(hoists);
        typed.set(hoists.size() - 1, hoists.get(hoists.size() - 1).typed(type));
        return typed;
    }

    String text(J expression) {
        return frame.source.of(expression);
    }

    private void walk(Expression expression, List<Hoist> hoists) {
        if (!frame.waits(expression)) {
            return;
        }
        Site site = frame.site(expression);
        if (expression instanceof J.Ternary choice) {
            walk(choice.getCondition(), hoists);
            if (frame.waits(choice.getTruePart()) || frame.waits(choice.getFalsePart())) {
                judgeArms(choice);
                Doc.Expr stage = new Doc.Choice(
                        text(choice.getCondition()), stageOf(choice.getTruePart()), stageOf(choice.getFalsePart()));
                put(expression, hoists, new Hoist(frame.locals.fresh("chosen"), null, stage, false, false));
            }
        } else if (expression instanceof J.Binary binary
                && (binary.getOperator() == J.Binary.Type.And || binary.getOperator() == J.Binary.Type.Or)) {
            shortCut(binary, hoists);
        } else {
            operands(expression, site != null, hoists);
        }
        if (site != null) {
            put(expression, hoists, await(expression, site));
        }
    }

    /** Boxing keeps apart what a conditional expression would convert to one type; so do stages of different types. */
    private void judgeArms(J.Ternary choice) {
        Expression yes = choice.getTruePart();
        Expression no = choice.getFalsePart();
        boolean numbers = Boxes.isPrimitive(yes.getType()) || Boxes.isPrimitive(no.getType());
        boolean same = Erasure.boxed(yes.getType()).equals(Erasure.boxed(no.getType()));
        if (!same && (numbers || narrows(yes, no) || narrows(no, yes))) {
            throw new Refusal(Reason.NOT_PROVABLE, "arms of different types");
        }
        if (targets.matterToTwin(yes) || targets.matterToTwin(no)) {
            throw new Refusal(Reason.NOT_PROVABLE, "an arm whose type depends on where it stands");
        }
    }

    /** Whether the stage of {@code arm} has a type of its own that does not hold the other arm. */
    private boolean narrows(Expression arm, Expression other) {
        return targets.isFixed(arm)
                && other.getType() != JavaType.Primitive.Null
                && !TypeUtils.isAssignableTo(arm.getType(), other.getType());
    }

    private void shortCut(J.Binary binary, List<Hoist> hoists) {
        walk(binary.getLeft(), hoists);
        if (!frame.waits(binary.getRight())) {
            return;
        }
        Doc.Expr right = stageOf(binary.getRight());
        boolean and = binary.getOperator() == J.Binary.Type.And;
        Doc.Expr known = Doc.raw("Stages.ok(" + !and + ")");
        frame.imports.add(RuntimeTypes.STAGES);
        Doc.Expr stage = new Doc.Choice(text(binary.getLeft()), and ? right : known, and ? known : right);
        put(binary, hoists, new Hoist(frame.locals.fresh("holds"), null, stage, false, false));
    }

    private void put(Expression expression, List<Hoist> hoists, Hoist hoist) {
        hoists.add(hoist);
        frame.source.replaced.put(expression.getId(), hoist.name());
    }

    private void operands(Expression expression, boolean site, List<Hoist> hoists) {
        List<Expression> operands = Operands.of(expression);
        int last = -1;
        for (int i = 0; i < operands.size(); i++) {
            if (frame.waits(operands.get(i))) {
                last = i;
            }
        }
        if (last < 0 && !site) {
            throw new Refusal(
                    Reason.NOT_PROVABLE,
                    "waits inside of " + expression.getClass().getSimpleName());
        }
        Set<Expression> boxed = new LinkedHashSet<>();
        for (int i = 0; i <= last; i++) {
            Expression operand = operands.get(i);
            walk(operand, hoists);
            boolean waited = frame.source.replaced.containsKey(operand.getId());
            boolean kept = i < last && !isStable(operand);
            if ((waited || kept) && isTarget(expression, operand) && targets.matter(operand)) {
                throw new Refusal(Reason.NOT_PROVABLE, "an operand whose type depends on where it stands");
            }
            if (waited && Boxes.isPrimitive(operand.getType())) {
                boxed.add(operand);
            }
            if (kept) {
                keep(operand, hoists);
            }
        }
        unbox(expression, boxed);
    }

    /** What was waited for comes boxed; where that would matter, it is cast to what it was. */
    private void unbox(Expression expression, Set<Expression> boxed) {
        for (Expression operand : List.copyOf(boxed)) {
            JavaType type = operand.getType();
            if (frame.boxes.matter(
                    expression, operand, other -> !Boxes.isPrimitive(other.getType()) || boxed.contains(other))) {
                String name = frame.source.replaced.get(operand.getId());
                frame.source.replaced.put(
                        operand.getId(), "(" + ((JavaType.Primitive) type).getKeyword() + ") " + name);
                boxed.remove(operand);
            }
        }
    }

    private static boolean isTarget(Expression expression, Expression operand) {
        return expression instanceof J.MethodInvocation call && call.getSelect() != operand
                || expression instanceof J.Parentheses<?>
                || expression instanceof J.NewClass
                || expression instanceof J.NewArray;
    }

    private void keep(Expression operand, List<Hoist> hoists) {
        String name = frame.locals.fresh("before");
        put(operand, hoists, new Hoist(name, text(operand), null, false, false));
    }

    /** Whether the value is the same before and after a wait, and computing it does nothing. */
    private boolean isStable(Expression expression) {
        if (frame.source.replaced.containsKey(expression.getId())) {
            return true;
        }
        if (expression instanceof J.Literal
                || expression instanceof J.Lambda
                || expression instanceof J.MemberReference) {
            return true;
        }
        if (expression instanceof J.Parentheses<?> inner && inner.getTree() instanceof Expression tree) {
            return isStable(tree);
        }
        if (expression instanceof J.Identifier identifier) {
            JavaType.Variable variable = identifier.getFieldType();
            if (variable == null) {
                return true; // this, or the name of a type
            }
            return Locals.isLocal(identifier)
                    ? !frame.locals.changes(identifier.getSimpleName())
                    : variable.hasFlags(Flag.Final);
        }
        if (expression instanceof J.FieldAccess access) {
            JavaType.Variable variable = access.getName().getFieldType();
            return isStable(access.getTarget()) && (variable == null || variable.hasFlags(Flag.Final));
        }
        return false;
    }

    /** A stage that yields the value of {@code expression}. */
    Doc.Expr stageOf(Expression expression) {
        frame.imports.add(RuntimeTypes.STAGES);
        if (!frame.waits(expression)) {
            return Doc.call("Stages.ok", Doc.raw(text(expression)));
        }
        List<Hoist> hoists = lower(expression);
        String rest = text(expression);
        Hoist last = hoists.get(hoists.size() - 1);
        if (hoists.size() == 1 && last.stage() != null && rest.equals(last.name())) {
            return last.stage();
        }
        List<Doc> docs = chain(hoists, 0, rest);
        return docs.size() == 1 && docs.get(0) instanceof Doc.Statement only
                ? only.expr()
                : new Doc.Call("Stages.start", List.of(new Doc.Lambda("()", docs)));
    }

    private List<Doc> chain(List<Hoist> hoists, int from, String rest) {
        List<Doc> docs = new ArrayList<>();
        for (int i = from; i < hoists.size(); i++) {
            Hoist hoist = hoists.get(i);
            if (hoist.stage() == null) {
                docs.add(Doc.text("var " + hoist.name() + " = " + hoist.kept() + ";"));
                continue;
            }
            boolean last = hoists.subList(i + 1, hoists.size()).stream().allMatch(next -> next.stage() == null);
            List<Doc> body = last ? lastly(hoists, i + 1, rest) : chain(hoists, i + 1, rest);
            docs.add(Doc.give(Doc.call(
                    last ? "Stages.map" : "Stages.then", hoist.stage(), new Doc.Lambda(hoist.parameter(), body))));
            return docs;
        }
        throw new IllegalStateException("nothing to wait for");
    }

    private static List<Doc> lastly(List<Hoist> hoists, int from, String rest) {
        List<Doc> docs = new ArrayList<>();
        for (Hoist hoist : hoists.subList(from, hoists.size())) {
            docs.add(Doc.text("var " + hoist.name() + " = " + hoist.kept() + ";"));
        }
        docs.add(Doc.give(Doc.raw(rest)));
        return docs;
    }

    /** The stage of a site whose operands have been lowered. */
    Hoist await(Expression expression, Site site) {
        return await(expression, site, frame.locals.fresh(Names.ofValue(expression)), true);
    }

    Hoist await(Expression expression, Site site, String name, boolean wanted) {
        boolean empty = Frame.isVoid(expression);
        if (site.form() == null) {
            frame.imports.add(RuntimeTypes.BLOCKING);
            String function = empty || !wanted ? "Blocking.run" : "Blocking.call";
            Doc.Expr stage =
                    Doc.call(function, new Doc.Lambda("()", List.of(new Doc.Statement("", Doc.raw(text(expression))))));
            return new Hoist(name, null, stage, empty || !wanted, true);
        }
        J.MethodInvocation call = (J.MethodInvocation) expression;
        frame.imports.add(RuntimeTypes.STAGES);
        return switch (site.form()) {
            case JOIN -> new Hoist(name, null, wrap("Stages.joined", call), empty || yieldsNothing(call), false);
            case GET -> new Hoist(name, null, wrap("Stages.gotten", call), empty || yieldsNothing(call), false);
            case GET_IN_TIME ->
                new Hoist(
                        name,
                        null,
                        Doc.call(
                                "Stages.gotten",
                                Doc.raw(text(call.getSelect())),
                                Doc.raw(text(call.getArguments().get(0))),
                                Doc.raw(text(call.getArguments().get(1)))),
                        yieldsNothing(call),
                        false);
            case SLEEP ->
                new Hoist(
                        name,
                        null,
                        Doc.call(
                                "Stages.delay", Doc.raw(text(call.getArguments().get(0)))),
                        true,
                        false);
            case UNIT_SLEEP -> new Hoist(name, null, unitSleep(call), true, false);
            case SEND -> new Hoist(name, null, renamed(call, "sendAsync"), false, false);
            case TWIN ->
                new Hoist(name, null, renamed(call, call.getSimpleName() + "Async"), empty, call.getSelect() == null);
        };
    }

    private static boolean yieldsNothing(J.MethodInvocation call) {
        return call.getType() instanceof JavaType.FullyQualified type
                && type.getFullyQualifiedName().equals("java.lang.Void");
    }

    private Doc.Expr wrap(String function, J.MethodInvocation call) {
        return Doc.call(function, Doc.raw(text(call.getSelect())));
    }

    private Doc.Expr renamed(J.MethodInvocation call, String name) {
        return Doc.raw(text(call.withName(call.getName().withSimpleName(name))));
    }

    private Doc.Expr unitSleep(J.MethodInvocation call) {
        Expression time = call.getArguments().get(0);
        String text = text(time);
        String amount = time instanceof J.Literal ? text : "Math.max(0, " + text + ")";
        return Doc.call("Stages.delay", Doc.raw(text(call.getSelect()) + ".toMillis(" + amount + ")"));
    }
}
