// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/** Converts loops. */
final class Loops {
    private final Frame frame;
    private final Statements statements;
    private final Expressions expressions;
    private final Holders holders;

    Loops(Frame frame, Statements statements, Expressions expressions, Holders holders) {
        this.frame = frame;
        this.statements = statements;
        this.expressions = expressions;
        this.holders = holders;
    }

    boolean isLoop(Statement statement) {
        return statement instanceof J.WhileLoop
                || statement instanceof J.DoWhileLoop
                || statement instanceof J.ForLoop
                || statement instanceof J.ForEachLoop;
    }

    List<Doc> write(Statement loop, List<Statement> rest, Exit exit, int nest) {
        frame.imports.add(RuntimeTypes.STAGES);
        if (loop instanceof J.ForEachLoop each && frame.waits(each.getControl().getIterable())) {
            List<Hoist> hoists = expressions.lower(each.getControl().getIterable());
            return statements.bind(hoists, rest, exit, true, nest, (mode, deep) -> loop(loop, rest, exit, deep));
        }
        return loop(loop, rest, exit, nest);
    }

    private List<Doc> loop(Statement loop, List<Statement> rest, Exit exit, int nest) {
        Jumps jumps = Jumps.outOf(List.of(loop));
        List<Doc> docs = new ArrayList<>();
        boolean returns = jumps.any(Jumps.Kind.RETURN);
        boolean endless = !Jumps.completes(loop);
        String holder = returns ? holders.outcome(true, docs, Composer.resultType(frame)) : null;
        Runnable close = frame.openScope();
        Doc.Expr stage = stage(loop, holder, docs, nest + 1);
        close.run();
        if (holder == null) {
            docs.addAll(statements.after(stage, rest, exit, nest));
            return docs;
        }
        String result = Composer.resultType(frame).equals("Void") ? null : holder + ".result";
        Hoist hoist = new Hoist(Hoist.IGNORED, null, stage, true, false);
        boolean later = !endless && statements.waitsLater(rest, exit);
        docs.addAll(statements.bind(List.of(hoist), rest, exit, later, nest, (mode, deep) -> {
            List<Doc> back = Tries.written(exit.giveBack(result, mode));
            if (endless) {
                return back;
            }
            List<Doc> body = new ArrayList<>();
            body.add(new Doc.Block("if (" + holder + ".returned) {", back, "}"));
            body.addAll(statements.rest(rest, exit, mode, deep));
            return body;
        }));
        return docs;
    }

    private Doc.Expr stage(Statement loop, @Nullable String holder, List<Doc> before, int nest) {
        if (loop instanceof J.WhileLoop turns) {
            Exit turn = Exit.loop(List.of(), holder);
            return looped(turns.getCondition().getTree(), Statements.list(turns.getBody()), turn, nest);
        }
        if (loop instanceof J.DoWhileLoop turns) {
            Expression condition = turns.getWhileCondition().getTree();
            if (frame.waits(condition)) {
                throw new Refusal(Reason.NOT_PROVABLE, "waits in the condition of do-while");
            }
            Exit turn = Exit.doLoop(frame.source.of(condition), holder);
            return new Doc.Call(
                    "Stages.loop",
                    List.of(new Doc.Lambda("()", statements.sequence(Statements.list(turns.getBody()), turn, nest))));
        }
        if (loop instanceof J.ForLoop turns) {
            return counted(turns, holder, before, nest);
        }
        return each((J.ForEachLoop) loop, holder, nest);
    }

    private Doc.Expr counted(J.ForLoop loop, @Nullable String holder, List<Doc> before, int nest) {
        J.ForLoop.Control control = loop.getControl();
        List<J.VariableDeclarations> variables = new ArrayList<>();
        for (Statement init : control.getInit()) {
            if (init instanceof J.VariableDeclarations declaration && !frame.waits(declaration)) {
                variables.add(declaration);
            } else if (!(init instanceof J.Empty)) {
                throw new Refusal(Reason.NOT_PROVABLE, "the start of a for loop");
            }
        }
        if (!variables.isEmpty()) {
            before.addAll(holders.hold(variables));
            for (J.VariableDeclarations declaration : variables) {
                for (J.VariableDeclarations.NamedVariable variable : declaration.getVariables()) {
                    if (variable.getInitializer() != null && !holders.initialised(variable)) {
                        before.add(Doc.text(frame.source.renamed.get(variable.getSimpleName()) + " = "
                                + frame.source.of(variable.getInitializer()) + ";"));
                    }
                }
            }
        }
        List<String> update = new ArrayList<>();
        for (Statement next : control.getUpdate()) {
            if (frame.waits(next)) {
                throw new Refusal(Reason.NOT_PROVABLE, "waits in the update of a for loop");
            }
            if (!(next instanceof J.Empty)) {
                update.add(frame.source.of(next));
            }
        }
        Expression condition = control.getCondition();
        return looped(
                condition instanceof J.Empty ? null : condition,
                Statements.list(loop.getBody()),
                Exit.loop(update, holder),
                nest);
    }

    private Doc.Expr looped(@Nullable Expression condition, List<Statement> body, Exit turn, int nest) {
        List<Doc> docs = new ArrayList<>();
        if (condition == null || Jumps.isTrue(condition)) {
            docs.addAll(statements.sequence(body, turn, nest));
        } else if (frame.waits(condition)) {
            List<Hoist> hoists = expressions.lower(condition);
            String negated = Conditions.not(condition, expressions.text(condition));
            docs.addAll(statements.bind(hoists, body, turn, true, nest, (mode, deep) -> {
                List<Doc> inner = new ArrayList<>();
                inner.add(stop(negated));
                inner.addAll(statements.sequence(body, turn, deep));
                return inner;
            }));
        } else {
            docs.add(stop(Conditions.not(condition, frame.source.of(condition))));
            docs.addAll(statements.sequence(body, turn, nest));
        }
        return new Doc.Call("Stages.loop", List.of(new Doc.Lambda("()", docs)));
    }

    private static Doc stop(String condition) {
        return new Doc.Block("if (" + condition + ") {", List.of(Doc.text("return Stages.ok(false);")), "}");
    }

    private Doc.Expr each(J.ForEachLoop loop, @Nullable String holder, int nest) {
        Expression iterable = loop.getControl().getIterable();
        J.VariableDeclarations variable =
                (J.VariableDeclarations) loop.getControl().getVariable();
        String name = variable.getVariables().get(0).getSimpleName();
        if (frame.locals.changes(name)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a loop variable that changes");
        }
        String items = frame.source.of(iterable);
        if (iterable.getType() instanceof JavaType.Array array) {
            if (array.getElemType() instanceof JavaType.Primitive primitive && primitive != JavaType.Primitive.String) {
                throw new Refusal(Reason.NOT_PROVABLE, "a loop over an array of primitives");
            }
            frame.imports.add("java.util.Arrays");
            items = "Arrays.asList(" + items + ")";
        } else if (variable.getVariables().get(0).getType() instanceof JavaType.Primitive primitive
                && primitive != JavaType.Primitive.String) {
            throw new Refusal(Reason.NOT_PROVABLE, "a loop that unboxes");
        }
        String type = frame.typeOf(variable);
        frame.scope.put(name, type);
        boolean own = itemOf(iterable.getType()).equals(String.valueOf(variable.getType()));
        List<Statement> body = Statements.list(loop.getBody());
        Jumps jumps = Jumps.outOf(body);
        boolean leaves = jumps.any(Jumps.Kind.BREAK) || jumps.any(Jumps.Kind.RETURN);
        Exit turn = leaves ? Exit.loop(List.of(), holder) : Exit.each();
        return Doc.call(
                leaves ? "Stages.forEachWhile" : "Stages.forEach",
                Doc.raw(items),
                new Doc.Lambda(Hoist.parameter(own ? null : type, name), statements.sequence(body, turn, nest)));
    }

    /** The type that the items of an array or collection have by themselves, if it is plain to see. */
    private static String itemOf(@Nullable JavaType items) {
        if (items instanceof JavaType.Array array) {
            return array.getElemType().toString();
        }
        return items instanceof JavaType.Parameterized collection
                        && collection.getTypeParameters().size() == 1
                ? collection.getTypeParameters().get(0).toString()
                : "";
    }
}
