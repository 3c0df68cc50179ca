// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/** Jumps that leave a list of statements, and whether statements can come to their end. */
final class Jumps {
    private final Map<UUID, Jump> jumps = new LinkedHashMap<>();

    static Jumps outOf(List<? extends J> trees) {
        Jumps jumps = new Jumps();
        trees.forEach(tree -> jumps.new Finder().visit(tree, 0));
        return jumps;
    }

    /** The jumps by their trees. */
    Map<UUID, Jump> byTree() {
        return jumps;
    }

    Set<Jump> all() {
        return new LinkedHashSet<>(jumps.values());
    }

    boolean none() {
        return jumps.isEmpty();
    }

    boolean any(Jump jump) {
        return jumps.containsValue(jump);
    }

    private final class Finder extends JavaIsoVisitor<Integer> {
        /** Loops and switches around; true for a loop. */
        private final Deque<Boolean> around = new ArrayDeque<>();

        private final Deque<String> labels = new ArrayDeque<>();
        private int switchExpressions;

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
            jumps.put(jump.getId(), Jump.RETURN);
            return jump;
        }

        @Override
        public J.Yield visitYield(J.Yield jump, Integer p) {
            if (switchExpressions == 0) {
                jumps.put(jump.getId(), Jump.RETURN);
            }
            return super.visitYield(jump, p);
        }

        @Override
        public J.SwitchExpression visitSwitchExpression(J.SwitchExpression choice, Integer p) {
            switchExpressions++;
            super.visitSwitchExpression(choice, p);
            switchExpressions--;
            return choice;
        }

        @Override
        public J.Label visitLabel(J.Label label, Integer p) {
            labels.push(label.getLabel().getSimpleName());
            super.visitLabel(label, p);
            labels.pop();
            return label;
        }

        @Override
        public J.Break visitBreak(J.Break jump, Integer p) {
            add(jump.getId(), Jump.Kind.BREAK, jump.getLabel(), !around.isEmpty());
            return jump;
        }

        @Override
        public J.Continue visitContinue(J.Continue jump, Integer p) {
            add(jump.getId(), Jump.Kind.CONTINUE, jump.getLabel(), around.contains(true));
            return jump;
        }

        private void add(UUID id, Jump.Kind kind, J.@Nullable Identifier label, boolean inside) {
            if (label == null && !inside) {
                jumps.put(id, new Jump(kind, null));
            } else if (label != null && !labels.contains(label.getSimpleName())) {
                jumps.put(id, new Jump(kind, label.getSimpleName()));
            }
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
                || statement instanceof J.Continue
                || statement instanceof J.Yield) {
            return false;
        }
        if (statement instanceof J.Label label) {
            Jump leaving = new Jump(Jump.Kind.BREAK, label.getLabel().getSimpleName());
            return completes(label.getStatement()) || leaves(label.getStatement(), leaving);
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
            return !isTrue(loop.getCondition().getTree()) || leaves(loop.getBody(), Jump.BREAK);
        }
        if (statement instanceof J.ForLoop loop) {
            Expression condition = loop.getControl().getCondition();
            boolean endless = condition instanceof J.Empty || isTrue(condition);
            return !endless || leaves(loop.getBody(), Jump.BREAK);
        }
        if (statement instanceof J.DoWhileLoop loop) {
            boolean tests = completes(loop.getBody()) || leaves(loop.getBody(), Jump.CONTINUE);
            return tests && !isTrue(loop.getWhileCondition().getTree()) || leaves(loop.getBody(), Jump.BREAK);
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
        if (cases.stream().noneMatch(Jumps::isDefault) || outOf(cases).any(Jump.BREAK)) {
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

    private static boolean leaves(Statement body, Jump jump) {
        return outOf(List.of(body)).any(jump);
    }

    static boolean isTrue(J condition) {
        return condition instanceof J.Parentheses<?> inner
                ? isTrue(inner.getTree())
                : condition instanceof J.Literal literal && Boolean.TRUE.equals(literal.getValue());
    }
}
