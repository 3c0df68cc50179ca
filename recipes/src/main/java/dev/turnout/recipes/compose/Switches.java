// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/**
 * Converts switches of which a case waits. A case into which one that waits falls becomes a local step, which both call;
 * one into which only plain statements fall stays where it is.
 */
final class Switches {
    private final Frame frame;
    private final Statements statements;
    private final Expressions expressions;

    Switches(Frame frame, Statements statements, Expressions expressions) {
        this.frame = frame;
        this.statements = statements;
        this.expressions = expressions;
    }

    List<Doc> write(J.Switch choice, List<Statement> rest, Exit exit, int nest) {
        Expression selector = choice.getSelector().getTree();
        Jumps jumps = Jumps.outOf(List.of(choice));
        if (!frame.waits(selector)) {
            return statements.around(jumps, rest, exit, nest, (end, deep) -> cases(choice, end, deep));
        }
        List<Hoist> hoists = expressions.lower(selector);
        return statements.bind(
                hoists,
                rest,
                exit,
                true,
                nest,
                (mode, deep) -> statements.around(jumps, rest, exit, deep, (end, inner) -> cases(choice, end, inner)));
    }

    private List<Doc> cases(J.Switch choice, Exit end, int nest) {
        List<J.Case> cases = casesOf(choice.getCases());
        String head = "switch (" + frame.source.of(choice.getSelector().getTree()) + ") {";
        boolean all = cases.stream().anyMatch(Switches::isDefault);
        boolean rules = cases.stream().anyMatch(one -> one.getType() == J.Case.Type.Rule);
        Exit inside = Exit.broken(null, end);
        List<Doc> docs = new ArrayList<>();
        List<Doc> body = rules ? rules(cases, inside, false, nest) : groups(cases, inside, docs, nest);
        docs.add(new Doc.Block(head, body, "}"));
        if (!all) {
            docs.addAll(statements.ends(end, Exit.Mode.STAGE));
        }
        return docs;
    }

    /** A switch that yields a value, as the body of a stage. */
    List<Doc> yielding(J.SwitchExpression choice, Exit arm, int nest) {
        List<J.Case> cases = casesOf(choice.getCases());
        String head = "switch (" + frame.source.of(choice.getSelector().getTree()) + ") {";
        boolean rules = cases.stream().anyMatch(one -> one.getType() == J.Case.Type.Rule);
        List<Doc> docs = new ArrayList<>();
        List<Doc> body = rules ? rules(cases, arm, true, nest) : groups(cases, arm, docs, nest);
        docs.add(new Doc.Block(head, body, "}"));
        if (cases.stream().noneMatch(Switches::isDefault)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a switch that yields a value and has no default");
        }
        return docs;
    }

    private static List<J.Case> casesOf(J.Block block) {
        return block.getStatements().stream().map(J.Case.class::cast).toList();
    }

    private static boolean isDefault(J.Case one) {
        return one.getCaseLabels().stream()
                .anyMatch(label -> label instanceof J.Identifier name
                        && name.getSimpleName().equals("default"));
    }

    private List<Doc> rules(List<J.Case> cases, Exit exit, boolean yields, int nest) {
        List<Doc> docs = new ArrayList<>();
        for (J.Case one : cases) {
            J body = one.getBody();
            List<Doc> inner;
            if (body instanceof J.Block block) {
                inner = statements.scoped(block.getStatements(), exit, nest);
            } else if (yields && body instanceof Expression value) {
                inner = statements.giveBack(value, exit, nest);
            } else {
                inner = statements.scoped(List.of((Statement) body), exit, nest);
            }
            docs.add(new Doc.Block(label(one) + " -> {", inner, "}"));
        }
        return docs;
    }

    private String label(J.Case one) {
        if (frame.waits(one.getGuard())) {
            throw new Refusal(Reason.NOT_PROVABLE, "a guard that waits");
        }
        String labels = one.getCaseLabels().stream().map(frame.source::of).collect(Collectors.joining(", "));
        String guard = one.getGuard() == null ? "" : " when " + frame.source.of(one.getGuard());
        return (labels.equals("default") ? "" : "case ") + labels + guard;
    }

    private List<Doc> groups(List<J.Case> cases, Exit exit, List<Doc> before, int nest) {
        refuseShared(cases);
        Map<Integer, String> steps = steps(cases);
        for (int i = cases.size() - 1; i >= 0; i--) {
            String step = steps.get(i);
            if (step != null && !cases.get(i).getStatements().isEmpty()) {
                frame.imports.add(RuntimeTypes.STEP);
                List<Doc> body = group(cases.get(i), way(steps.get(i + 1), exit), nest + 1);
                before.add(new Doc.Statement("Step<" + exit.type + "> " + step + " = ", new Doc.Lambda("()", body)));
            }
        }
        List<Doc> docs = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            J.Case one = cases.get(i);
            boolean plain = !frame.waits(one.getStatements());
            boolean goesOn = i + 1 < cases.size() && Jumps.complete(one.getStatements());
            List<Doc> body;
            if (one.getStatements().isEmpty() && i + 1 < cases.size()) {
                body = List.of();
            } else if (steps.containsKey(i)) {
                body = List.of(Doc.give(Doc.raw(steps.get(i) + ".run()")));
            } else if (goesOn && plain) {
                body = statements.plain(one.getStatements(), exit);
            } else {
                body = group(one, way(steps.get(i + 1), exit), nest);
            }
            boolean scope = body.size() > 1; // so that names of one case mean what they meant in the others
            docs.add(new Doc.Block(label(one) + (scope ? ": {" : ":"), body, scope ? "}" : ""));
        }
        return docs;
    }

    private static String nameOf(J.Case one) {
        String label = one.getCaseLabels().get(0).toString();
        return label.matches("\\w+") ? "case" + Names.upper(label) : "further";
    }

    private static Exit way(@Nullable String further, Exit exit) {
        return further == null ? exit : Exit.into(further, exit);
    }

    private List<Doc> group(J.Case one, Exit exit, int nest) {
        Runnable close = frame.openScope();
        List<Doc> docs = statements.sequence(one.getStatements(), exit, nest);
        close.run();
        return docs;
    }

    /** Names of steps for the cases into which one falls that waits, or that is a step itself. */
    private Map<Integer, String> steps(List<J.Case> cases) {
        Map<Integer, String> steps = new HashMap<>();
        for (int i = 1; i < cases.size(); i++) {
            List<Statement> above = cases.get(i - 1).getStatements();
            if (Jumps.complete(above) && (frame.waits(above) || steps.containsKey(i - 1))) {
                steps.put(i, frame.locals.fresh(nameOf(cases.get(i))));
            }
        }
        for (int i = cases.size() - 2; i > 0; i--) {
            if (steps.containsKey(i) && cases.get(i).getStatements().isEmpty()) {
                steps.put(i, steps.get(i + 1));
            }
        }
        return steps;
    }

    /** A variable that one case declares and another uses would be in two methods. */
    private void refuseShared(List<J.Case> cases) {
        Set<Local> declared = new HashSet<>();
        for (J.Case one : cases) {
            if (frame.locals.used(one.getStatements()).stream().anyMatch(declared::contains)) {
                throw new Refusal(Reason.NOT_PROVABLE, "a variable of another case");
            }
            one.getStatements().stream()
                    .filter(J.VariableDeclarations.class::isInstance)
                    .forEach(statement -> ((J.VariableDeclarations) statement)
                            .getVariables()
                            .forEach(variable -> declared.add(frame.locals.of(variable))));
        }
    }
}
