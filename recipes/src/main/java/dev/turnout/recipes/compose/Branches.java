// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/** Converts an if of which the condition or a branch waits. */
final class Branches {
    private final Frame frame;
    private final Statements statements;
    private final Expressions expressions;
    private final Plain plain;
    private final Steps steps;

    Branches(Frame frame, Statements statements, Expressions expressions, Plain plain, Steps steps) {
        this.frame = frame;
        this.statements = statements;
        this.expressions = expressions;
        this.plain = plain;
        this.steps = steps;
    }

    List<Doc> write(J.If branch, List<Statement> rest, Exit exit, int nest) {
        Expression condition = branch.getIfCondition().getTree();
        List<Statement> yes = Statements.list(branch.getThenPart());
        List<Statement> no = branch.getElsePart() == null
                ? List.of()
                : Statements.list(branch.getElsePart().getBody());
        if (frame.waits(condition)) {
            List<Hoist> hoists = expressions.lower(condition);
            boolean later = frame.waits(yes)
                    || frame.waits(no)
                    || statements.waitsLater(rest, exit)
                    || Statements.jumpsWait(List.of(branch), exit);
            return statements.bind(hoists, rest, exit, later, nest, (mode, deep) -> {
                if (!frame.waits(yes) && !frame.waits(no)) {
                    List<Doc> docs = new ArrayList<>(plain.write(branch, exit, mode));
                    if (Jumps.completes(branch)) {
                        docs.addAll(statements.rest(rest, exit, mode, deep));
                    }
                    return docs;
                }
                return parted(expressions.text(condition), yes, no, rest, exit, deep);
            });
        }
        if (Conditions.mayBeConstant(condition, frame.method.unit())) {
            throw new Refusal(Reason.NOT_PROVABLE, "code that the compiler may leave out");
        }
        boolean middle = !rest.isEmpty() && Jumps.complete(yes) && Jumps.complete(no);
        if (middle && nest >= 1 && Jumps.outOf(List.of(branch)).none()) {
            Doc.Expr step = steps.part(branch);
            if (step != null) {
                return statements.after(step, rest, exit, nest);
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
            docs.add(new Doc.Block("if (" + condition + ") {", statements.scoped(yes, exit, nest), "}"));
            docs.addAll(statements.scoped(joined(no, rest), exit, nest));
        } else if (!noGoesOn) {
            docs.add(new Doc.Block("if (" + condition + ") {", statements.scoped(joined(yes, rest), exit, nest), "}"));
            docs.addAll(statements.scoped(no, exit, nest));
        } else if (Jumps.outOf(yes).none() && Jumps.outOf(no).none()) {
            List<Doc> body = new ArrayList<>();
            body.add(new Doc.Block("if (" + condition + ") {", statements.scoped(yes, Exit.block(), nest + 1), "}"));
            body.addAll(statements.scoped(no, Exit.block(), nest + 1));
            return statements.after(Tries.started(body, "Void"), rest, exit, nest);
        } else {
            String step = frame.locals.fresh("rest");
            docs.add(statements.rest(step, rest, exit, nest));
            Exit into = Exit.into(step, exit);
            docs.add(new Doc.Block("if (" + condition + ") {", statements.scoped(yes, into, nest), "}"));
            docs.addAll(statements.scoped(no, into, nest));
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
}
