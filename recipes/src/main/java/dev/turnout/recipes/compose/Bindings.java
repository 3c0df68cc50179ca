// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;

/**
 * Which declaration each name of a local variable means. Java lets no local variable hide another, so the declaration
 * that was met last, in this scope or one around it, is the one.
 */
final class Bindings extends JavaIsoVisitor<Integer> {
    /** By the id of the name, be it in the declaration or in a use. */
    private final Map<UUID, Local> names;

    private final Map<UUID, Local> declarations;
    private final Deque<Map<String, Local>> scopes = new ArrayDeque<>();

    Bindings(Map<UUID, Local> names, Map<UUID, Local> declarations) {
        this.names = names;
        this.declarations = declarations;
        scopes.push(new HashMap<>());
    }

    private void enter() {
        scopes.push(new HashMap<>());
    }

    private void leave() {
        scopes.pop();
    }

    private void declare(UUID declaration, J.Identifier name, boolean withoutValue) {
        Local local = new Local(name.getSimpleName(), withoutValue);
        declarations.put(declaration, local);
        names.put(name.getId(), local);
        scopes.element().put(local.name, local);
    }

    private @Nullable Local named(String name) {
        return scopes.stream()
                .map(scope -> scope.get(name))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public J.MethodDeclaration visitMethodDeclaration(J.MethodDeclaration method, Integer p) {
        enter();
        super.visitMethodDeclaration(method, p);
        leave();
        return method;
    }

    @Override
    public J.Block visitBlock(J.Block block, Integer p) {
        enter();
        super.visitBlock(block, p);
        leave();
        return block;
    }

    @Override
    public J.Case visitCase(J.Case one, Integer p) {
        if (one.getType() == J.Case.Type.Statement) {
            return super.visitCase(one, p); // all cases share the scope of the switch
        }
        enter();
        super.visitCase(one, p);
        leave();
        return one;
    }

    @Override
    public J.Lambda visitLambda(J.Lambda lambda, Integer p) {
        enter();
        super.visitLambda(lambda, p);
        leave();
        return lambda;
    }

    @Override
    public J.ForLoop visitForLoop(J.ForLoop loop, Integer p) {
        enter();
        super.visitForLoop(loop, p);
        leave();
        return loop;
    }

    @Override
    public J.ForEachLoop visitForEachLoop(J.ForEachLoop loop, Integer p) {
        enter();
        super.visitForEachLoop(loop, p);
        leave();
        return loop;
    }

    @Override
    public J.Try visitTry(J.Try attempt, Integer p) {
        enter();
        visitResources(attempt, p);
        visit(attempt.getBody(), p);
        leave();
        attempt.getCatches().forEach(handler -> visit(handler, p));
        visit(attempt.getFinally(), p);
        return attempt;
    }

    private void visitResources(J.Try attempt, Integer p) {
        if (attempt.getResources() != null) {
            attempt.getResources().forEach(resource -> visit(resource, p));
        }
    }

    @Override
    public J.Try.Catch visitCatch(J.Try.Catch handler, Integer p) {
        enter();
        super.visitCatch(handler, p);
        leave();
        return handler;
    }

    @Override
    public J.VariableDeclarations.NamedVariable visitVariable(
            J.VariableDeclarations.NamedVariable variable, Integer p) {
        Object list = getCursor().getParentTreeCursor().getParentTreeCursor().getValue();
        boolean statement = list instanceof J.Block || list instanceof J.Case;
        if (Locals.isLocal(variable.getName())) {
            declare(variable.getId(), variable.getName(), statement && variable.getInitializer() == null);
        }
        return super.visitVariable(variable, p);
    }

    @Override
    public J.InstanceOf visitInstanceOf(J.InstanceOf test, Integer p) {
        visit(test.getExpression(), p);
        visit(test.getClazz(), p);
        if (test.getPattern() instanceof J.Identifier name) {
            declare(test.getId(), name, false);
        } else {
            visit(test.getPattern(), p);
        }
        return test;
    }

    @Override
    public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
        if (Locals.isLocal(identifier)) {
            Local local = named(identifier.getSimpleName());
            if (local != null) {
                names.putIfAbsent(identifier.getId(), local);
            }
        }
        return identifier;
    }

    @Override
    public J.Assignment visitAssignment(J.Assignment assignment, Integer p) {
        super.visitAssignment(assignment, p);
        assigned(assignment.getVariable());
        return assignment;
    }

    @Override
    public J.AssignmentOperation visitAssignmentOperation(J.AssignmentOperation assignment, Integer p) {
        super.visitAssignmentOperation(assignment, p);
        assigned(assignment.getVariable());
        return assignment;
    }

    @Override
    public J.Unary visitUnary(J.Unary unary, Integer p) {
        super.visitUnary(unary, p);
        if (unary.getOperator().isModifying()) {
            assigned(unary.getExpression());
        }
        return unary;
    }

    private void assigned(Expression target) {
        if (target instanceof J.Parentheses<?> inner && inner.getTree() instanceof Expression tree) {
            assigned(tree);
        } else if (target instanceof J.Identifier identifier && names.containsKey(identifier.getId())) {
            names.get(identifier.getId()).assigned();
        }
    }
}
