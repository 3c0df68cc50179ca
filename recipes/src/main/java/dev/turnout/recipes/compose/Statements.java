// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.compose.Exit.Mode;
import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.recipes.find.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
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
    private final Switches switches;
    private final Branches branches;
    private final Chains chains;
    private final Steps steps;

    Statements(Frame frame) {
        this.frame = frame;
        this.expressions = new Expressions(frame);
        this.holders = new Holders(frame);
        this.plain = new Plain(frame, holders);
        this.loops = new Loops(frame, this, expressions, holders);
        this.tries = new Tries(frame, this, expressions);
        this.switches = new Switches(frame, this, expressions);
        this.steps = new Steps(frame);
        this.branches = new Branches(frame, this, expressions, plain, steps);
        this.chains = new Chains(frame, this, expressions);
        expressions.statements(this);
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
                docs.addAll(frame.comments.all(statement));
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

    /** Statements that do not wait, in a body that yields a stage, without what comes behind them. */
    List<Doc> plain(List<Statement> statements, Exit exit) {
        List<Doc> docs = new ArrayList<>();
        statements.forEach(statement -> docs.addAll(plain.write(statement, exit, Mode.STAGE)));
        return docs;
    }

    Chains chains() {
        return chains;
    }

    Switches switches() {
        return switches;
    }

    boolean waitsLater(List<Statement> rest, Exit exit) {
        return frame.waits(rest) || exit.waitsAtEnd() && Jumps.complete(rest) || jumpsWait(rest, exit);
    }

    /** Whether a jump out of the statements goes on with something that waits. */
    static boolean jumpsWait(List<? extends J> statements, Exit exit) {
        return Jumps.outOf(statements).all().stream().anyMatch(exit::waits);
    }

    private List<Doc> waiting(Statement statement, List<Statement> rest, Exit exit, int nest) {
        if (statement instanceof J.VariableDeclarations declaration) {
            return declaration(declaration, rest, exit, nest);
        }
        if (statement instanceof J.Return jump && jump.getExpression() != null) {
            return giveBack(jump.getExpression(), exit, nest);
        }
        if (statement instanceof J.Yield jump) {
            return giveBack(jump.getValue(), exit, nest);
        }
        if (statement instanceof J.Throw jump) {
            List<Hoist> hoists = expressions.lower(jump.getException());
            String thrown = "throw " + expressions.text(jump.getException());
            return bind(hoists, List.of(), exit, false, nest, (mode, deep) -> plain.statements(List.of(thrown)));
        }
        if (statement instanceof J.If branch) {
            return branches.write(branch, rest, exit, nest);
        }
        if (statement instanceof J.Block block) {
            return part(block.getStatements(), rest, exit, nest);
        }
        if (statement instanceof J.Try attempt) {
            return tries.write(attempt, rest, exit, nest);
        }
        if (loops.isLoop(statement)) {
            return loops.write(statement, rest, exit, nest);
        }
        if (statement instanceof J.Label label) {
            return labelled(label, rest, exit, nest);
        }
        if (statement instanceof J.Switch choice && frame.waits(choice.getCases())) {
            return switches.write(choice, rest, exit, nest);
        }
        if (statement instanceof J.Switch choice) {
            Expression selector = choice.getSelector().getTree();
            List<Hoist> hoists = expressions.lower(selector);
            boolean later = waitsLater(rest, exit) || jumpsWait(List.of(choice), exit);
            return bind(hoists, rest, exit, later, nest, (mode, deep) -> {
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

    /** As {@link #sequence}, in a scope of its own. */
    List<Doc> scoped(List<Statement> statements, Exit exit, int nest) {
        Runnable close = frame.openScope();
        List<Doc> docs = new ArrayList<>(frame.patterns.declare(statements));
        docs.addAll(sequence(statements, exit, nest));
        close.run();
        return docs;
    }

    private List<Doc> labelled(J.Label label, List<Statement> rest, Exit exit, int nest) {
        Statement inner = label.getStatement();
        if (loops.isLoop(label)) {
            return loops.write(label, rest, exit, nest);
        }
        return part(
                list(inner),
                rest,
                exit,
                nest,
                end -> Exit.broken(label.getLabel().getSimpleName(), end));
    }

    /** Statements with a scope of their own, then the rest. */
    List<Doc> part(List<Statement> statements, List<Statement> rest, Exit exit, int nest) {
        return part(statements, rest, exit, nest, end -> end);
    }

    private List<Doc> part(
            List<Statement> statements, List<Statement> rest, Exit exit, int nest, UnaryOperator<Exit> jumps) {
        return around(
                Jumps.outOf(statements), rest, exit, nest, (end, deep) -> scoped(statements, jumps.apply(end), deep));
    }

    /** What is written in the middle of a list, with the way to its end. */
    interface Middle {
        List<Doc> write(Exit end, int nest);
    }

    /** Something that jumps may leave, then the rest. */
    List<Doc> around(Jumps jumps, List<Statement> rest, Exit exit, int nest, Middle middle) {
        if (rest.isEmpty()) {
            return middle.write(exit, nest);
        }
        if (jumps.none()) {
            return after(Tries.started(middle.write(Exit.block(), nest + 1), "Void"), rest, exit, nest);
        }
        List<Doc> docs = new ArrayList<>();
        String step = frame.locals.fresh("rest");
        docs.add(rest(step, rest, exit, nest));
        docs.addAll(middle.write(Exit.into(step, exit), nest));
        return docs;
    }

    /** The rest, as a local step that several ways lead to. */
    Doc rest(String name, List<Statement> rest, Exit exit, int nest) {
        frame.imports.add(RuntimeTypes.STEP);
        return new Doc.Statement(
                "Step<" + exit.type + "> " + name + " = ", new Doc.Lambda("()", scoped(rest, exit, nest + 1)));
    }

    /** A stage without a value that matters, then the rest. */
    List<Doc> after(Doc.Expr stage, List<Statement> rest, Exit exit, int nest) {
        Hoist hoist = new Hoist(Hoist.IGNORED, null, stage, true, false);
        return bind(
                List.of(hoist), rest, exit, waitsLater(rest, exit), nest, (mode, deep) -> rest(rest, exit, mode, deep));
    }

    private List<Doc> declaration(J.VariableDeclarations declaration, List<Statement> rest, Exit exit, int nest) {
        if (declaration.getVariables().size() != 1) {
            List<Statement> all = apart(declaration);
            all.addAll(rest);
            return sequence(all, exit, nest);
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
        Local local = frame.locals.of(variable);
        String lifted = frame.source.renamed.get(local);
        Hoist last = hoists.get(hoists.size() - 1);
        boolean direct = last.stage() != null && last.name().equals(expressions.text(value)) && lifted == null;
        String read = expressions.text(value);
        if (direct && (type == null || sameType(variable, value)) && !frame.boxes.matter(variable, rest)) {
            hoists.set(hoists.size() - 1, last.named(name));
            frame.scope.put(local, type);
            Cut cut = new Cut(rest, exit);
            return bind(hoists, cut, nest, (mode, deep) -> rest(rest, exit, mode, deep));
        }
        frame.scope.put(local, lifted == null ? type : null);
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

    /** Each variable in a declaration of its own. */
    private static List<Statement> apart(J.VariableDeclarations declaration) {
        List<Statement> declarations = new ArrayList<>();
        for (J.VariableDeclarations.NamedVariable variable : declaration.getVariables()) {
            J.VariableDeclarations one = declaration
                    .<J.VariableDeclarations>withId(Tree.randomId())
                    .withVariables(List.of(variable.withPrefix(
                            declaration.getVariables().get(0).getPrefix())));
            Space space = Space.format(declaration.getPrefix().getWhitespace());
            declarations.add(declarations.isEmpty() ? one : one.withPrefix(space));
        }
        return declarations;
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

    List<Doc> giveBack(Expression value, Exit exit, int nest) {
        if (!frame.waits(value)) {
            return plain.statements(exit.giveBack(plain.converted(value, expressions.text(value), exit), Mode.STAGE));
        }
        List<Hoist> lowered = expressions.lower(value);
        String read = plain.converted(value, expressions.text(value), exit);
        Hoist last = lowered.get(lowered.size() - 1);
        boolean asItIs =
                exit.givesStages() && last.stage() != null && last.name().equals(read) && yieldsResult(value, exit);
        if (asItIs) {
            List<Hoist> before = lowered.subList(0, lowered.size() - 1);
            return bind(before, List.of(), exit, true, nest, (mode, deep) -> List.of(Doc.give(last.stage())));
        }
        List<Hoist> hoists = expressions.typed(lowered, value, exit.result(), yieldsResult(value, exit));
        return bind(
                hoists,
                List.of(),
                exit,
                exit.waits(Jump.RETURN),
                nest,
                (mode, deep) -> plain.statements(exit.giveBack(read, mode)));
    }

    /** Whether the stage of {@code value} has the very type that the method yields. */
    private boolean yieldsResult(Expression value, Exit exit) {
        Site site = frame.site(value);
        if (site != null && site.form() == null) {
            return true;
        }
        return exit.wanted() != null
                && value.getType() != null
                && exit.wanted().toString().equals(value.getType().toString());
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
            boolean over = frame.source.replaced.containsKey(expression.getId()); // a value that nobody wants
            List<Doc> docs = new ArrayList<>(over ? List.of() : plain.statements(List.of(text)));
            docs.addAll(rest(rest, exit, mode, deep));
            return docs;
        });
    }

    private String assignment(Expression expression, List<Hoist> hoists) {
        if (expression instanceof J.AssignmentOperation operation) {
            return expressions.compound(operation, hoists);
        }
        hoists.addAll(expressions.lower(expression));
        return expressions.text(expression);
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
                docs.add(hoist.declaration());
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
            others.forEach(kept -> body.add(kept.declaration()));
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
