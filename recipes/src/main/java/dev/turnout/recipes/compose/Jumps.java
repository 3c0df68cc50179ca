// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/** Jumps that leave a list of statements, and whether statements can come to their end. */
final class Jumps {
    /** Where a jump goes. */
    enum Kind {
        RETURN,
        BREAK,
        CONTINUE
    }

    private final Map<UUID, Kind> kinds = new HashMap<>();

    static Jumps outOf(List<? extends J> trees) {
        Jumps jumps = new Jumps();
        trees.forEach(tree -> jumps.new Finder().visit(tree, 0));
        return jumps;
    }

    Map<UUID, Kind> kinds() {
        return kinds;
    }

    boolean none() {
        return kinds.isEmpty();
    }

    boolean any(Kind kind) {
        return kinds.containsValue(kind);
    }

    private final class Finder extends JavaIsoVisitor<Integer> {
        /** Loops and switches around; true for a loop. */
        private final Deque<Boolean> around = new ArrayDeque<>();

        @Override
        public J.Lambda visitLambda(J.Lambda lambda, Integer p) {
            return lambda;
        }

        @Override
        public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
            return declaration;
        }

        @Override
        public J.NewClass visitNewClass(J.NewClass creation, Integer p) {
            return creation.getBody() == null ? super.visitNewClass(creation, p) : creation;
        }

        @Override
        public J.Return visitReturn(J.Return jump, Integer p) {
            kinds.put(jump.getId(), Kind.RETURN);
            return jump;
        }

        @Override
        public J.Break visitBreak(J.Break jump, Integer p) {
            if (jump.getLabel() != null) {
                throw new Refusal(Reason.NOT_PROVABLE, "labelled break");
            }
            if (around.isEmpty()) {
                kinds.put(jump.getId(), Kind.BREAK);
            }
            return jump;
        }

        @Override
        public J.Continue visitContinue(J.Continue jump, Integer p) {
            if (jump.getLabel() != null) {
                throw new Refusal(Reason.NOT_PROVABLE, "labelled continue");
            }
            if (!around.contains(true)) {
                kinds.put(jump.getId(), Kind.CONTINUE);
            }
            return jump;
        }

        @Override
        public J.ForLoop visitForLoop(J.ForLoop loop, Integer p) {
            around.push(true);
            super.visitForLoop(loop, p);
            around.pop();
            return loop;
        }

        @Override
        public J.ForEachLoop visitForEachLoop(J.ForEachLoop loop, Integer p) {
            around.push(true);
            super.visitForEachLoop(loop, p);
            around.pop();
            return loop;
        }

        @Override
        public J.WhileLoop visitWhileLoop(J.WhileLoop loop, Integer p) {
            around.push(true);
            super.visitWhileLoop(loop, p);
            around.pop();
            return loop;
        }

        @Override
        public J.DoWhileLoop visitDoWhileLoop(J.DoWhileLoop loop, Integer p) {
            around.push(true);
            super.visitDoWhileLoop(loop, p);
            around.pop();
            return loop;
        }

        @Override
        public J.Switch visitSwitch(J.Switch choice, Integer p) {
            around.push(false);
            super.visitSwitch(choice, p);
            around.pop();
            return choice;
        }
    }

    /** Whether control can come to the end of the statements. */
    static boolean complete(List<Statement> statements) {
        return statements.stream().allMatch(Jumps::completes);
    }

    static boolean completes(Statement statement) {
        if (statement instanceof J.Return
                || statement instanceof J.Throw
                || statement instanceof J.Break
                || statement instanceof J.Continue) {
            return false;
        }
        if (statement instanceof J.Block block) {
            return complete(block.getStatements());
        }
        if (statement instanceof J.If branch) {
            return branch.getElsePart() == null
                    || completes(branch.getThenPart())
                    || completes(branch.getElsePart().getBody());
        }
        if (statement instanceof J.Synchronized held) {
            return complete(held.getBody().getStatements());
        }
        if (statement instanceof J.WhileLoop loop) {
            return !isTrue(loop.getCondition().getTree()) || leaves(loop.getBody(), Kind.BREAK);
        }
        if (statement instanceof J.ForLoop loop) {
            Expression condition = loop.getControl().getCondition();
            boolean endless = condition instanceof J.Empty || isTrue(condition);
            return !endless || leaves(loop.getBody(), Kind.BREAK);
        }
        if (statement instanceof J.DoWhileLoop loop) {
            boolean tests = completes(loop.getBody()) || leaves(loop.getBody(), Kind.CONTINUE);
            return tests && !isTrue(loop.getWhileCondition().getTree()) || leaves(loop.getBody(), Kind.BREAK);
        }
        if (statement instanceof J.Switch choice) {
            return completes(choice);
        }
        if (statement instanceof J.Try attempt) {
            boolean ends = attempt.getFinally() == null
                    || complete(attempt.getFinally().getStatements());
            boolean body = complete(attempt.getBody().getStatements())
                    || attempt.getCatches().stream()
                            .anyMatch(handler -> complete(handler.getBody().getStatements()));
            return ends && body;
        }
        return true;
    }

    private static boolean completes(J.Switch choice) {
        List<Statement> cases = choice.getCases().getStatements();
        if (cases.stream().noneMatch(Jumps::isDefault) || outOf(cases).any(Kind.BREAK)) {
            return true;
        }
        J.Case last = (J.Case) cases.get(cases.size() - 1);
        return last.getType() == J.Case.Type.Rule
                ? cases.stream().anyMatch(one -> ends(((J.Case) one).getBody()))
                : complete(last.getStatements());
    }

    private static boolean isDefault(Statement one) {
        return one instanceof J.Case branch
                && branch.getCaseLabels().stream()
                        .anyMatch(label -> label instanceof J.Identifier name
                                && name.getSimpleName().equals("default"));
    }

    private static boolean ends(@Nullable J body) {
        return !(body instanceof Statement statement) || completes(statement);
    }

    private static boolean leaves(Statement body, Kind kind) {
        return outOf(List.of(body)).any(kind);
    }

    static boolean isTrue(J condition) {
        return condition instanceof J.Parentheses<?> inner
                ? isTrue(inner.getTree())
                : condition instanceof J.Literal literal && Boolean.TRUE.equals(literal.getValue());
    }
}
