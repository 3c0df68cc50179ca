// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
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
                || statement instanceof J.ForEachLoop
                || statement instanceof J.Label label && isLoop(label.getStatement());
    }

    List<Doc> write(Statement statement, List<Statement> rest, Exit exit, int nest) {
        frame.imports.add(RuntimeTypes.STAGES);
        Statement loop = unlabelled(statement);
        if (loop instanceof J.ForEachLoop each && frame.waits(each.getControl().getIterable())) {
            List<Hoist> hoists = expressions.lower(each.getControl().getIterable());
            return statements.bind(hoists, rest, exit, true, nest, (mode, deep) -> loop(statement, rest, exit, deep));
        }
        if (loop instanceof J.ForLoop turns && frame.waits(turns.getControl().getInit())) {
            List<Statement> parts = new ArrayList<>(turns.getControl().getInit());
            parts.add(relabelled(
                    statement,
                    turns.<J.ForLoop>withId(Tree.randomId())
                            .withControl(turns.getControl().withInit(List.of()))));
            return statements.part(parts, rest, exit, nest);
        }
        return loop(statement, rest, exit, nest);
    }

    private static Statement unlabelled(Statement statement) {
        return statement instanceof J.Label label ? unlabelled(label.getStatement()) : statement;
    }

    private static Statement relabelled(Statement labelled, Statement loop) {
        return labelled instanceof J.Label label
                ? label.<J.Label>withId(Tree.randomId()).withStatement(relabelled(label.getStatement(), loop))
                : loop;
    }

    private static Set<String> labelsOf(Statement statement) {
        Set<String> labels = new HashSet<>();
        for (Statement at = statement; at instanceof J.Label label; at = label.getStatement()) {
            labels.add(label.getLabel().getSimpleName());
        }
        return labels;
    }

    private List<Doc> loop(Statement loop, List<Statement> rest, Exit exit, int nest) {
        frame.patterns.refuseBehind(loop, rest);
        Outcome outcome = new Outcome(frame, Jumps.outOf(List.of(loop)).all(), exit, true);
        List<Doc> docs = new ArrayList<>(outcome.declaration());
        boolean leaves = !docs.isEmpty();
        boolean endless = !Jumps.completes(loop);
        Runnable close = frame.openScope();
        Doc.Expr stage = new Turns(loop, exit, outcome, docs).stage(nest + 1);
        close.run();
        if (!leaves) {
            docs.addAll(statements.after(stage, rest, exit, nest));
            return docs;
        }
        Hoist hoist = new Hoist(Hoist.IGNORED, null, stage, true, false);
        boolean later = !endless && statements.waitsLater(rest, exit) || outcome.waits(exit);
        docs.addAll(statements.bind(List.of(hoist), rest, exit, later, nest, (mode, deep) -> {
            if (endless && outcome.isSingle()) {
                return Tries.written(outcome.only(exit, mode));
            }
            List<Doc> body = new ArrayList<>(outcome.dispatch(exit, mode));
            if (endless) {
                body.add(Doc.text("throw new IllegalStateException(\"cannot come here\");"));
            } else {
                body.addAll(statements.rest(rest, exit, mode, deep));
            }
            return body;
        }));
        return docs;
    }

    /** The turns of one loop. */
    private final class Turns {
        private final Statement loop;
        private final Exit exit;
        private final Outcome outcome;
        private final Set<String> labels;

        /** What stands before the loop. */
        private final List<Doc> before;

        Turns(Statement statement, Exit exit, Outcome outcome, List<Doc> before) {
            this.loop = unlabelled(statement);
            this.labels = labelsOf(statement);
            this.exit = exit;
            this.outcome = outcome;
            this.before = before;
        }

        private Exit turn(Exit.Turn end) {
            return Exit.loop(exit, outcome, labels, end);
        }

        Doc.Expr stage(int nest) {
            if (loop instanceof J.WhileLoop turns) {
                List<Statement> body = Statements.list(turns.getBody());
                return looped(turns.getCondition().getTree(), body, turn(Exit.Turn.PLAIN), List.of(), nest);
            }
            if (loop instanceof J.DoWhileLoop turns) {
                return tested(turns, nest);
            }
            return loop instanceof J.ForLoop turns ? counted(turns, nest) : each((J.ForEachLoop) loop, nest);
        }

        private Doc.Expr tested(J.DoWhileLoop turns, int nest) {
            Expression condition = turns.getWhileCondition().getTree();
            List<Doc> docs = new ArrayList<>();
            Exit.Turn end;
            if (frame.waits(condition)) {
                String again = frame.locals.fresh("again");
                docs.add(step(again, List.of(Doc.give(expressions.stageOf(condition)))));
                end = new Exit.Turn(List.of(), null, again);
            } else {
                end = new Exit.Turn(List.of(), frame.source.of(condition), null);
            }
            docs.addAll(statements.sequence(Statements.list(turns.getBody()), turn(end), nest));
            return new Doc.Call("Stages.loop", List.of(new Doc.Lambda("()", docs)));
        }

        private Doc step(String name, List<Doc> body) {
            frame.imports.add(RuntimeTypes.STEP);
            return new Doc.Statement("Step<Boolean> " + name + " = ", new Doc.Lambda("()", body));
        }

        private Doc.Expr counted(J.ForLoop turns, int nest) {
            J.ForLoop.Control control = turns.getControl();
            List<J.VariableDeclarations> variables = new ArrayList<>();
            for (Statement init : control.getInit()) {
                if (init instanceof J.VariableDeclarations declaration) {
                    variables.add(declaration);
                } else if (!(init instanceof J.Empty)) {
                    before.add(Doc.text(frame.source.of(init) + ";"));
                }
            }
            start(variables);
            List<Statement> update = control.getUpdate().stream()
                    .filter(next -> !(next instanceof J.Empty))
                    .toList();
            List<Doc> first = new ArrayList<>();
            Exit.Turn end;
            if (frame.waits(update)) {
                String further = frame.locals.fresh("further");
                first.add(step(further, statements.sequence(update, turn(Exit.Turn.PLAIN), nest + 1)));
                end = new Exit.Turn(List.of(), null, further);
            } else {
                end = new Exit.Turn(update.stream().map(frame.source::of).toList(), null, null);
            }
            Expression condition = control.getCondition();
            return looped(
                    condition instanceof J.Empty ? null : condition,
                    Statements.list(turns.getBody()),
                    turn(end),
                    first,
                    nest);
        }

        private void start(List<J.VariableDeclarations> variables) {
            if (variables.isEmpty()) {
                return;
            }
            before.addAll(holders.hold(variables));
            for (J.VariableDeclarations declaration : variables) {
                for (J.VariableDeclarations.NamedVariable variable : declaration.getVariables()) {
                    if (variable.getInitializer() != null && !holders.initialised(variable)) {
                        before.add(Doc.text(frame.source.renamed.get(frame.locals.of(variable)) + " = "
                                + frame.source.of(variable.getInitializer()) + ";"));
                    }
                }
            }
        }

        private Doc.Expr each(J.ForEachLoop turns, int nest) {
            Expression iterable = turns.getControl().getIterable();
            J.VariableDeclarations variable =
                    (J.VariableDeclarations) turns.getControl().getVariable();
            List<Statement> body = Statements.list(turns.getBody());
            Jumps jumps = Jumps.outOf(body);
            boolean leaves = jumps.all().stream()
                    .anyMatch(jump -> jump.kind() != Jump.Kind.CONTINUE
                            || jump.label() != null && !labels.contains(jump.label()));
            Exit turn = leaves ? turn(Exit.Turn.PLAIN) : Exit.each(labels);
            String items = frame.source.of(iterable);
            if (iterable.getType() instanceof JavaType.Array array) {
                if (Boxes.isPrimitive(array.getElemType())) {
                    return indexed(items, variable, body, nest);
                }
                frame.imports.add("java.util.Arrays");
                items = "Arrays.asList(" + items + ")";
            }
            boolean own = itemOf(iterable.getType()).equals(String.valueOf(variable.getType()));
            Local local = frame.locals.of(variable);
            List<Doc> docs = new ArrayList<>();
            String parameter;
            if (local.changes()
                    || Boxes.isPrimitive(variable.getVariables().get(0).getType())) {
                parameter = frame.locals.fresh("item");
                docs.addAll(declared(variable, parameter));
            } else {
                String type = frame.typeOf(variable);
                frame.scope.put(local, type);
                parameter = Hoist.parameter(own ? null : type, local.name);
            }
            docs.addAll(statements.sequence(body, turn, nest));
            return Doc.call(
                    leaves ? "Stages.forEachWhile" : "Stages.forEach", Doc.raw(items), new Doc.Lambda(parameter, docs));
        }

        /** A loop over an array of primitives. */
        private Doc.Expr indexed(String array, J.VariableDeclarations variable, List<Statement> body, int nest) {
            String items = frame.locals.fresh("items");
            String next = frame.locals.fresh("next");
            before.add(Doc.text("var " + items + " = " + array + ";"));
            before.add(new Doc.Block("var " + next + " = new Object() {", List.of(Doc.text("int index;")), "};"));
            List<Doc> docs = new ArrayList<>(List.of(stop(next + ".index >= " + items + ".length")));
            docs.addAll(declared(variable, items + "[" + next + ".index++]"));
            docs.addAll(statements.sequence(body, turn(Exit.Turn.PLAIN), nest));
            return new Doc.Call("Stages.loop", List.of(new Doc.Lambda("()", docs)));
        }

        /** The variable of the loop, as one of the turn. */
        private List<Doc> declared(J.VariableDeclarations variable, String value) {
            Local local = frame.locals.of(variable);
            if (!local.changes()) {
                String type = frame.typeOf(variable);
                frame.scope.put(local, type);
                return List.of(Doc.text((type == null ? "var" : type) + " " + local.name + " = " + value + ";"));
            }
            List<Doc> docs = new ArrayList<>(holders.hold(List.of(variable)));
            docs.add(Doc.text(frame.source.renamed.get(local) + " = " + value + ";"));
            return docs;
        }
    }

    private Doc.Expr looped(
            @Nullable Expression condition, List<Statement> body, Exit turn, List<Doc> first, int nest) {
        List<Doc> docs = new ArrayList<>(first);
        if (condition == null || Jumps.isTrue(condition)) {
            docs.addAll(statements.sequence(body, turn, nest));
        } else if (frame.waits(condition)) {
            List<Hoist> hoists = expressions.lower(condition);
            String negated = Conditions.not(condition, expressions.text(condition));
            docs.addAll(statements.bind(hoists, body, turn, true, nest, (mode, deep) -> {
                List<Doc> inner = new ArrayList<>();
                inner.add(stop(negated));
                inner.addAll(statements.scoped(body, turn, deep));
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
