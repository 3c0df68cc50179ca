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
import java.util.Objects;
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
    private @Nullable Statements statements;

    Expressions(Frame frame) {
        this.frame = frame;
        this.targets = new Targets(frame);
    }

    /** Statements inside of expressions are left to {@code statements}. */
    void statements(Statements statements) {
        this.statements = statements;
    }

    /** What happens before the rest of {@code expression}, whose text afterwards is {@link #text}. */
    List<Hoist> lower(Expression expression) {
        List<Hoist> hoists = new ArrayList<>();
        if (frame.waits(expression) && !(expression instanceof J.InstanceOf)) {
            Patterns.first(expression)
                    .map(J.InstanceOf::getExpression)
                    .filter(tested -> !frame.waits(tested) && !isStable(tested))
                    .ifPresent(tested -> keep(tested, hoists));
        }
        walk(expression, hoists);
        return hoists;
    }

    /** Whether it is handed over with all its operands, since something in one of them has to be. */
    private static boolean isOneWhole(Site site) {
        return site.form() == null && site.reason() == Reason.UNKNOWN_HOF;
    }

    /** As {@link #lower}, for the operands of a site alone. */
    List<Hoist> lowerOperands(Expression site) {
        List<Hoist> hoists = new ArrayList<>();
        if (!isOneWhole(Objects.requireNonNull(frame.site(site)))) {
            operands(site, true, hoists);
        }
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

    /** {@code target += value}, of which the value waits; what the target was is kept. */
    String compound(J.AssignmentOperation operation, List<Hoist> hoists) {
        for (Expression part : Operands.ofTarget(operation.getVariable())) {
            walk(part, hoists);
            String unboxed = frame.boxes.unboxed(operation, part);
            if (!isStable(part) || unboxed != null) {
                keep(part, hoists, unboxed);
            }
        }
        String target = text(operation.getVariable());
        String before = target;
        if (frame.waits(operation.getAssignment())) {
            before = frame.locals.fresh("before");
            String type = Boxes.primitiveOf(operation.getVariable().getType());
            hoists.add(new Hoist(before, target, null, false, false, type));
            walk(operation.getAssignment(), hoists);
        }
        return Operators.compound(operation, target, before, text(operation.getAssignment()));
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
                        text(choice.getCondition()),
                        stageOf(choice.getTruePart(), choice.getType()),
                        stageOf(choice.getFalsePart(), choice.getType()));
                put(expression, hoists, new Hoist(frame.locals.fresh("chosen"), null, stage, false, false));
            }
        } else if (expression instanceof J.MethodInvocation call && site == null && chains().waitsInside(call)) {
            String value = chains().lower(call, hoists);
            frame.source.replaced.put(call.getId(), value == null ? Hoist.IGNORED : value);
        } else if (expression instanceof J.SwitchExpression choice) {
            selected(choice, hoists);
        } else if (expression instanceof J.AssignmentOperation operation) {
            String assigned = compound(operation, hoists);
            put(expression, hoists, new Hoist(frame.locals.fresh("assigned"), assigned, null, false, false));
        } else if (expression instanceof J.Binary binary
                && (binary.getOperator() == J.Binary.Type.And || binary.getOperator() == J.Binary.Type.Or)) {
            shortCut(binary, hoists);
        } else {
            if (site == null || !isOneWhole(site)) {
                operands(expression, site != null, hoists);
            }
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
        if (Boxes.isPrimitive(choice.getType())) {
            return; // both arms are converted to it
        }
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

    private Chains chains() {
        return Objects.requireNonNull(statements).chains();
    }

    private void selected(J.SwitchExpression choice, List<Hoist> hoists) {
        walk(choice.getSelector().getTree(), hoists);
        if (!frame.waits(choice.getCases())) {
            return;
        }
        String type = Types.boxed(choice.getType());
        Exit arm = Exit.arm(type, choice.getType());
        List<Doc> body = Objects.requireNonNull(statements).switches().yielding(choice, arm, 1);
        frame.imports.add(RuntimeTypes.STAGES);
        put(choice, hoists, new Hoist(frame.locals.fresh("chosen"), null, Tries.started(body, type), false, false));
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
        for (J.InstanceOf test : Patterns.in(expression)) {
            Expression tested = test.getExpression();
            frame.patterns.end(test, expression, outlasts(tested, hoists) ? text(tested) : null);
        }
        hoists.add(hoist);
        frame.source.replaced.put(expression.getId(), hoist.name());
    }

    /** Whether the expression means the same behind the hoists. */
    private boolean outlasts(Expression expression, List<Hoist> hoists) {
        String name = frame.source.replaced.get(expression.getId());
        return name == null
                ? isStable(expression)
                : hoists.stream().anyMatch(hoist -> hoist.name().equals(name));
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
            String unboxed = i < last ? frame.boxes.unboxed(expression, operand) : null;
            boolean kept = i < last && (!isStable(operand) || unboxed != null);
            if ((waited || kept) && isTarget(expression, operand) && targets.matter(operand)) {
                if (waited) {
                    declare(operand, hoists);
                } else if (unboxed == null) {
                    unboxed = Types.declared(operand.getType());
                }
            }
            if (waited && Boxes.isPrimitive(operand.getType()) && comesBoxed(operand, hoists)) {
                boxed.add(operand);
            }
            if (kept) {
                keep(operand, hoists, unboxed);
            }
        }
        unbox(expression, boxed);
    }

    /** Gives what was waited for the type that the operand has where it stands. */
    private void declare(Expression operand, List<Hoist> hoists) {
        if (targets.matterToTwin(operand)) {
            throw new Refusal(Reason.NOT_PROVABLE, "an operand whose type depends on where it stands");
        }
        String name = frame.source.replaced.get(operand.getId());
        hoists.replaceAll(hoist -> hoist.name().equals(name) && hoist.type() == null
                ? hoist.typed(
                        hoist.stage() == null ? Types.declared(operand.getType()) : Types.boxed(operand.getType()))
                : hoist);
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

    private boolean comesBoxed(Expression operand, List<Hoist> hoists) {
        String name = frame.source.replaced.get(operand.getId());
        return hoists.stream().noneMatch(hoist -> hoist.name().equals(name) && hoist.stage() == null);
    }

    private static boolean isTarget(Expression expression, Expression operand) {
        return expression instanceof J.MethodInvocation call && call.getSelect() != operand
                || expression instanceof J.Parentheses<?>
                || expression instanceof J.Assignment
                || expression instanceof J.NewClass
                || expression instanceof J.NewArray;
    }

    private void keep(Expression operand, List<Hoist> hoists) {
        keep(operand, hoists, null);
    }

    private void keep(Expression operand, List<Hoist> hoists, @Nullable String type) {
        String name = frame.locals.fresh("before");
        put(operand, hoists, new Hoist(name, text(operand), null, false, false, type));
    }

    /** Whether the value is the same before and after a wait, and computing it does nothing. */
    boolean isStable(Expression expression) {
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
        if (expression instanceof J.ControlParentheses<?> inner && inner.getTree() instanceof Expression tree) {
            return isStable(tree);
        }
        if (expression instanceof J.Identifier identifier) {
            JavaType.Variable variable = identifier.getFieldType();
            if (variable == null) {
                return true; // this, or the name of a type
            }
            Local local = frame.locals.of(identifier);
            return local == null ? variable.hasFlags(Flag.Final) : !local.changes();
        }
        if (expression instanceof J.FieldAccess access) {
            JavaType.Variable variable = access.getName().getFieldType();
            return isStable(access.getTarget()) && (variable == null || variable.hasFlags(Flag.Final));
        }
        return false;
    }

    /** A stage that yields the value of {@code expression}. */
    Doc.Expr stageOf(Expression expression) {
        return stageOf(expression, null);
    }

    /** As {@link #stageOf(Expression)}, converted to {@code wanted} if that is primitive. */
    private Doc.Expr stageOf(Expression expression, @Nullable JavaType wanted) {
        frame.imports.add(RuntimeTypes.STAGES);
        if (!frame.waits(expression)) {
            return Doc.call("Stages.ok", Doc.raw(Types.converted(expression, text(expression), wanted)));
        }
        List<Hoist> hoists = lower(expression);
        String rest = Types.converted(expression, text(expression), wanted);
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
                docs.add(hoist.declaration());
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
            docs.add(hoist.declaration());
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
            case TWIN -> twin(call, name, empty);
        };
    }

    private Hoist twin(J.MethodInvocation call, String name, boolean empty) {
        String twin = call.getSimpleName() + "Async";
        if (call.getSelect() == null) {
            frame.method.unit().getImports().stream()
                    .filter(one ->
                            one.isStatic() && one.getQualid().getSimpleName().equals(call.getSimpleName()))
                    .forEach(one -> frame.imports.add("static " + one.getTypeName() + "." + twin));
        }
        return new Hoist(name, null, renamed(call, twin), empty, call.getSelect() == null);
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
