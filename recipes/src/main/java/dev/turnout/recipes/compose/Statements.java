// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.compose.Exit.Mode;
import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.recipes.find.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/**
 * Converts lists of statements. A list is cut at the first statement that waits: what stands before it stays as it is,
 * what stands behind it becomes the continuation. Each list that comes back ends in a return or a throw on all paths.
 */
final class Statements {
    private final Frame frame;
    private final Expressions expressions;
    private final Plain plain;
    private final Holders holders;
    private final Loops loops;
    private final Tries tries;
    private final Steps steps;

    Statements(Frame frame) {
        this.frame = frame;
        this.expressions = new Expressions(frame);
        this.holders = new Holders(frame);
        this.plain = new Plain(frame, holders);
        this.loops = new Loops(frame, this, expressions, holders);
        this.tries = new Tries(frame, this, holders);
        this.steps = new Steps(frame);
    }

    /** What comes behind a wait: a rest of the expression that waited, then statements, then a way out. */
    interface Rest {
        List<Doc> write(Mode mode, int nest);
    }

    Holders holders() {
        return holders;
    }

    /** Converts a list of statements to a body that yields a stage. */
    List<Doc> sequence(List<Statement> statements, Exit exit, int nest) {
        List<Doc> docs = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            List<Statement> rest = statements.subList(i + 1, statements.size());
            frame.source.at(statement);
            docs.addAll(holders.open(statements.subList(i, statements.size())));
            if (frame.waits(statement)) {
                docs.addAll(plain.comments(statement));
                docs.addAll(waiting(statement, rest, exit, nest));
                return docs;
            }
            docs.addAll(plain.write(statement, exit, Mode.STAGE));
            if (!Jumps.completes(statement)) {
                return docs;
            }
        }
        docs.addAll(ends(exit, Mode.STAGE));
        return docs;
    }

    /** Statements behind a wait, as a body of the wanted kind. */
    List<Doc> rest(List<Statement> statements, Exit exit, Mode mode, int nest) {
        if (mode == Mode.STAGE) {
            return sequence(statements, exit, nest);
        }
        List<Doc> docs = new ArrayList<>();
        for (Statement statement : statements) {
            docs.addAll(plain.write(statement, exit, Mode.VALUE));
            if (!Jumps.completes(statement)) {
                return docs;
            }
        }
        docs.addAll(ends(exit, Mode.VALUE));
        return docs;
    }

    List<Doc> ends(Exit exit, Mode mode) {
        return plain.statements(exit.end(mode));
    }

    boolean waitsLater(List<Statement> rest, Exit exit) {
        return frame.waits(rest) || exit.waitsAtEnd() && Jumps.complete(rest);
    }

    private List<Doc> waiting(Statement statement, List<Statement> rest, Exit exit, int nest) {
        if (statement instanceof J.VariableDeclarations declaration) {
            return declaration(declaration, rest, exit, nest);
        }
        if (statement instanceof J.Return jump && jump.getExpression() != null) {
            return giveBack(jump.getExpression(), exit, nest);
        }
        if (statement instanceof J.Throw jump) {
            List<Hoist> hoists = expressions.lower(jump.getException());
            String thrown = "throw " + expressions.text(jump.getException());
            return bind(hoists, List.of(), exit, false, nest, (mode, deep) -> plain.statements(List.of(thrown)));
        }
        if (statement instanceof J.If branch) {
            return branch(branch, rest, exit, nest);
        }
        if (statement instanceof J.Block block) {
            if (rest.isEmpty()) {
                return scoped(block.getStatements(), exit, nest);
            }
            return part(block.getStatements(), rest, exit, nest);
        }
        if (statement instanceof J.Try attempt) {
            return tries.write(attempt, rest, exit, nest);
        }
        if (loops.isLoop(statement)) {
            return loops.write(statement, rest, exit, nest);
        }
        if (statement instanceof J.Switch choice && !frame.waits(choice.getCases())) {
            Expression selector = choice.getSelector().getTree();
            List<Hoist> hoists = expressions.lower(selector);
            return bind(hoists, rest, exit, waitsLater(rest, exit), nest, (mode, deep) -> {
                List<Doc> docs = new ArrayList<>(plain.write(choice, exit, mode));
                if (Jumps.completes(choice)) {
                    docs.addAll(rest(rest, exit, mode, deep));
                }
                return docs;
            });
        }
        if (statement instanceof Expression expression) {
            return expression(expression, rest, exit, nest);
        }
        throw new Refusal(Reason.NOT_PROVABLE, statement.getClass().getSimpleName());
    }

    private List<Doc> scoped(List<Statement> statements, Exit exit, int nest) {
        Runnable close = frame.openScope();
        List<Doc> docs = sequence(statements, exit, nest);
        close.run();
        return docs;
    }

    /** Statements that no jump leaves, then the rest. */
    private List<Doc> part(List<Statement> statements, List<Statement> rest, Exit exit, int nest) {
        if (!Jumps.outOf(statements).none()) {
            throw new Refusal(Reason.NOT_PROVABLE, "a jump out of a block in the middle");
        }
        List<Doc> body = scoped(statements, Exit.block(), nest + 1);
        return after(Tries.started(body, "Void"), rest, exit, nest);
    }

    /** A stage without a value that matters, then the rest. */
    List<Doc> after(Doc.Expr stage, List<Statement> rest, Exit exit, int nest) {
        Hoist hoist = new Hoist(Hoist.IGNORED, null, stage, true, false);
        return bind(
                List.of(hoist), rest, exit, waitsLater(rest, exit), nest, (mode, deep) -> rest(rest, exit, mode, deep));
    }

    private List<Doc> declaration(J.VariableDeclarations declaration, List<Statement> rest, Exit exit, int nest) {
        if (declaration.getVariables().size() != 1) {
            throw new Refusal(Reason.NOT_PROVABLE, "several variables in one declaration");
        }
        J.VariableDeclarations.NamedVariable variable =
                declaration.getVariables().get(0);
        Expression value = variable.getInitializer();
        String name = variable.getSimpleName();
        String type = typeOf(declaration, variable);
        String boxed = type != null && variable.getType() instanceof JavaType.Primitive primitive
                ? Composer.boxed(primitive)
                : type;
        List<Hoist> hoists =
                new ArrayList<>(expressions.typed(expressions.lower(value), value, boxed, sameType(variable, value)));
        String lifted = frame.source.renamed.get(name);
        Hoist last = hoists.get(hoists.size() - 1);
        boolean direct = last.stage() != null && last.name().equals(expressions.text(value)) && lifted == null;
        String read = expressions.text(value);
        if (direct && (type == null || sameType(variable, value)) && !frame.boxes.matter(variable, rest)) {
            hoists.set(hoists.size() - 1, last.named(name));
            frame.scope.put(name, type);
            Cut cut = new Cut(rest, exit);
            return bind(hoists, cut, nest, (mode, deep) -> rest(rest, exit, mode, deep));
        }
        frame.scope.put(name, lifted == null ? type : null);
        if (direct || last.stage() != null && last.name().equals(read)) {
            read = last.name().startsWith(name) ? frame.locals.fresh("value") : last.name();
            hoists.set(hoists.size() - 1, last.named(read));
        }
        String kept =
                lifted != null ? lifted + " = " + read : (type == null ? "var" : type) + " " + name + " = " + read;
        return bind(hoists, rest, exit, waitsLater(rest, exit), nest, (mode, deep) -> {
            List<Doc> docs = new ArrayList<>(plain.statements(List.of(kept)));
            docs.addAll(rest(rest, exit, mode, deep));
            return docs;
        });
    }

    /** The type as it is written, or null where it is inferred and nothing but the compiler knows its name. */
    private @Nullable String typeOf(J.VariableDeclarations declaration, J.VariableDeclarations.NamedVariable variable) {
        String type = frame.typeOf(declaration);
        return type == null && Boxes.isPrimitive(variable.getType())
                ? ((JavaType.Primitive) variable.getType()).getKeyword()
                : type;
    }

    static boolean sameType(J.VariableDeclarations.NamedVariable variable, Expression value) {
        JavaType declared = variable.getType();
        JavaType given = value.getType();
        return declared != null && given != null && declared.toString().equals(given.toString());
    }

    private List<Doc> giveBack(Expression value, Exit exit, int nest) {
        List<Hoist> lowered = expressions.lower(value);
        String read = plain.converted(value, expressions.text(value));
        Hoist last = lowered.get(lowered.size() - 1);
        boolean asItIs =
                exit.givesStages() && last.stage() != null && last.name().equals(read) && yieldsResult(value);
        if (asItIs && lowered.size() == 1) {
            return List.of(Doc.give(last.stage()));
        }
        List<Hoist> hoists = expressions.typed(lowered, value, Composer.resultType(frame), yieldsResult(value));
        return bind(
                hoists,
                List.of(),
                exit,
                exit.waitsAtEnd(),
                nest,
                (mode, deep) -> plain.statements(exit.giveBack(read, mode)));
    }

    /** Whether the stage of {@code value} has the very type that the method yields. */
    private boolean yieldsResult(Expression value) {
        Site site = frame.site(value);
        if (site != null && site.form() == null) {
            return true;
        }
        JavaType.Method type = frame.method.declaration().getMethodType();
        return type != null
                && value.getType() != null
                && type.getReturnType().toString().equals(value.getType().toString());
    }

    private List<Doc> branch(J.If branch, List<Statement> rest, Exit exit, int nest) {
        Expression condition = branch.getIfCondition().getTree();
        List<Statement> yes = list(branch.getThenPart());
        List<Statement> no = branch.getElsePart() == null
                ? List.of()
                : list(branch.getElsePart().getBody());
        if (frame.waits(condition)) {
            List<Hoist> hoists = expressions.lower(condition);
            boolean later = frame.waits(yes) || frame.waits(no) || waitsLater(rest, exit);
            return bind(hoists, rest, exit, later, nest, (mode, deep) -> {
                if (!frame.waits(yes) && !frame.waits(no)) {
                    List<Doc> docs = new ArrayList<>(plain.write(branch, exit, mode));
                    if (Jumps.completes(branch)) {
                        docs.addAll(rest(rest, exit, mode, deep));
                    }
                    return docs;
                }
                return parted(expressions.text(condition), yes, no, rest, exit, deep);
            });
        }
        boolean middle = !rest.isEmpty() && Jumps.complete(yes) && Jumps.complete(no);
        if (middle && nest >= 1 && Jumps.outOf(List.of(branch)).none()) {
            Doc.Expr step = steps.part(branch);
            if (step != null) {
                return after(step, rest, exit, nest);
            }
        }
        return parted(expressions.text(condition), yes, no, rest, exit, nest);
    }

    /** An if of which a branch waits. */
    private List<Doc> parted(
            String condition, List<Statement> yes, List<Statement> no, List<Statement> rest, Exit exit, int nest) {
        List<Doc> docs = new ArrayList<>();
        boolean yesGoesOn = Jumps.complete(yes);
        boolean noGoesOn = Jumps.complete(no);
        if (rest.isEmpty() || !yesGoesOn) {
            docs.add(new Doc.Block("if (" + condition + ") {", scoped(yes, exit, nest), "}"));
            docs.addAll(scoped(joined(no, rest), exit, nest));
        } else if (!noGoesOn) {
            docs.add(new Doc.Block("if (" + condition + ") {", scoped(joined(yes, rest), exit, nest), "}"));
            docs.addAll(scoped(no, exit, nest));
        } else if (Jumps.outOf(yes).none() && Jumps.outOf(no).none()) {
            List<Doc> body = new ArrayList<>();
            body.add(new Doc.Block("if (" + condition + ") {", scoped(yes, Exit.block(), nest + 1), "}"));
            body.addAll(scoped(no, Exit.block(), nest + 1));
            return after(Tries.started(body, "Void"), rest, exit, nest);
        } else {
            String step = frame.locals.fresh("rest");
            frame.imports.add(RuntimeTypes.STEP);
            docs.add(new Doc.Statement(
                    "Step<" + exit.type + "> " + step + " = ", new Doc.Lambda("()", scoped(rest, exit, nest + 1))));
            Exit into = Exit.into(step, exit);
            docs.add(new Doc.Block("if (" + condition + ") {", scoped(yes, into, nest), "}"));
            docs.addAll(scoped(no, into, nest));
        }
        return docs;
    }

    private static List<Statement> joined(List<Statement> first, List<Statement> second) {
        List<Statement> both = new ArrayList<>(first);
        if (Jumps.complete(first)) {
            if (Locals.meet(first, second)) {
                throw new Refusal(Reason.NOT_PROVABLE, "a name of a branch means something else behind it");
            }
            both.addAll(second);
        }
        return both;
    }

    static List<Statement> list(Statement statement) {
        return statement instanceof J.Block block ? block.getStatements() : List.of(statement);
    }

    private List<Doc> expression(Expression expression, List<Statement> rest, Exit exit, int nest) {
        Site site = frame.site(expression);
        if (site != null) {
            List<Hoist> hoists = new ArrayList<>();
            for (Expression operand : Operands.of(expression)) {
                if (frame.waits(operand)) {
                    hoists.addAll(expressions.lowerOperands(expression));
                    break;
                }
            }
            hoists.add(expressions.await(expression, site, Hoist.IGNORED, false));
            Cut cut = new Cut(rest, exit);
            return bind(hoists, cut, nest, (mode, deep) -> rest(rest, exit, mode, deep));
        }
        List<Hoist> hoists = new ArrayList<>();
        String text = assignment(expression, hoists);
        return bind(hoists, rest, exit, waitsLater(rest, exit), nest, (mode, deep) -> {
            List<Doc> docs = new ArrayList<>(plain.statements(List.of(text)));
            docs.addAll(rest(rest, exit, mode, deep));
            return docs;
        });
    }

    private String assignment(Expression expression, List<Hoist> hoists) {
        if (expression instanceof J.Assignment assignment) {
            String target = target(assignment.getVariable());
            Expression value = assignment.getAssignment();
            hoists.addAll(expressions.lower(value));
            if (expressions.needsType(hoists, value)) {
                throw new Refusal(Reason.NOT_PROVABLE, "a value whose type depends on the variable");
            }
            return target + " = " + expressions.text(value);
        }
        if (expression instanceof J.AssignmentOperation operation) {
            String target = target(operation.getVariable());
            String before = frame.locals.fresh("before");
            hoists.add(new Hoist(before, target, null, false, false));
            hoists.addAll(expressions.lower(operation.getAssignment()));
            return Operators.compound(operation, target, before, expressions.text(operation.getAssignment()));
        }
        hoists.addAll(expressions.lower(expression));
        return expressions.text(expression);
    }

    private String target(Expression variable) {
        boolean simple = variable instanceof J.Identifier
                || variable instanceof J.FieldAccess access && access.getTarget() instanceof J.Identifier;
        if (!simple) {
            throw new Refusal(
                    Reason.NOT_PROVABLE, "assignment to " + variable.getClass().getSimpleName());
        }
        return expressions.text(variable);
    }

    /** A place where a body may be cut into a further method. */
    record Cut(List<Statement> rest, Exit exit) {}

    private List<Doc> bind(List<Hoist> hoists, Cut cut, int nest, Rest rest) {
        boolean later = waitsLater(cut.rest(), cut.exit());
        if (later && nest >= 1 && hoists.get(hoists.size() - 1).stage() != null) {
            Doc.@Nullable Expr step = steps.cut(cut.rest(), cut.exit());
            if (step != null) {
                return bind(hoists, cut.rest(), cut.exit(), true, nest, (mode, deep) -> List.of(Doc.give(step)));
            }
        }
        return bind(hoists, cut.rest(), cut.exit(), later, nest, rest);
    }

    /** Waits for one hoist after the other, then writes the rest. */
    List<Doc> bind(List<Hoist> hoists, List<Statement> behind, Exit exit, boolean later, int nest, Rest rest) {
        List<Doc> docs = new ArrayList<>();
        for (int i = 0; i < hoists.size(); i++) {
            Hoist hoist = frame.named(hoists.get(i));
            if (hoist.stage() == null) {
                docs.add(Doc.text("var " + hoist.name() + " = " + hoist.kept() + ";"));
                continue;
            }
            frame.imports.add(RuntimeTypes.STAGES);
            List<Hoist> others = hoists.subList(i + 1, hoists.size());
            boolean last = others.stream().allMatch(next -> next.stage() == null) && !later;
            if (!last) {
                Runnable leave = frame.enter(hoist);
                List<Doc> body = bind(others, behind, exit, later, nest + 1, rest);
                leave.run();
                docs.add(Doc.give(Doc.call("Stages.then", hoist.stage(), new Doc.Lambda(hoist.parameter(), body))));
                return docs;
            }
            List<Doc> body = new ArrayList<>();
            Runnable leave = frame.enter(hoist);
            others.forEach(kept -> body.add(Doc.text("var " + kept.name() + " = " + kept.kept() + ";")));
            body.addAll(Brief.withoutLastReturn(rest.write(Mode.VALUE, nest + 1)));
            leave.run();
            if (body.isEmpty() && hoist.empty()) {
                docs.add(Doc.give(hoist.stage()));
            } else {
                docs.add(Doc.give(
                        Doc.call(exit.combinator(), hoist.stage(), new Doc.Lambda(hoist.parameter(), Brief.of(body)))));
            }
            return docs;
        }
        docs.addAll(rest.write(Mode.STAGE, nest));
        return docs;
    }
}
