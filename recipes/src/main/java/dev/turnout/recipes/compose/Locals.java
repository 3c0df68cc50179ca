// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** What is known of the local variables of a method: which are assigned again, which names are taken. */
final class Locals {
    private final Map<String, Integer> assignments = new HashMap<>();
    private final Set<String> uninitialised = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private boolean classes;

    static Locals of(J.MethodDeclaration method) {
        Locals locals = new Locals();
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                locals.names.add(identifier.getSimpleName());
                return identifier;
            }

            @Override
            public J.VariableDeclarations.NamedVariable visitVariable(
                    J.VariableDeclarations.NamedVariable variable, Integer p) {
                if (variable.getInitializer() == null
                        && getCursor()
                                        .getParentTreeCursor()
                                        .getParentTreeCursor()
                                        .getValue()
                                instanceof J.Block) {
                    locals.uninitialised.add(variable.getSimpleName());
                }
                return super.visitVariable(variable, p);
            }

            @Override
            public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
                locals.classes = true;
                return super.visitClassDeclaration(declaration, p);
            }

            @Override
            public J.Assignment visitAssignment(J.Assignment assignment, Integer p) {
                locals.assigned(assignment.getVariable());
                return super.visitAssignment(assignment, p);
            }

            @Override
            public J.AssignmentOperation visitAssignmentOperation(J.AssignmentOperation assignment, Integer p) {
                locals.assigned(assignment.getVariable());
                return super.visitAssignmentOperation(assignment, p);
            }

            @Override
            public J.Unary visitUnary(J.Unary unary, Integer p) {
                if (unary.getOperator().isModifying()) {
                    locals.assigned(unary.getExpression());
                }
                return super.visitUnary(unary, p);
            }
        }.visit(method, 0);
        return locals;
    }

    private void assigned(Expression target) {
        if (target instanceof J.Identifier identifier && isLocal(identifier)) {
            assignments.merge(identifier.getSimpleName(), 1, Integer::sum);
        }
    }

    /** Whether a variable of that name changes after it was declared. */
    boolean changes(String name) {
        return assignments.containsKey(name);
    }

    boolean isDeclaredWithoutValue(String name) {
        return uninitialised.contains(name);
    }

    /** Whether the method declares a class, which only the method itself can see. */
    boolean hasClasses() {
        return classes;
    }

    boolean isTaken(String name) {
        return names.contains(name);
    }

    /** A name that nothing in the method has; taken from now on. */
    String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + i;
        }
        return name;
    }

    /** Whether the identifier means a local variable or a parameter. */
    static boolean isLocal(J.Identifier identifier) {
        JavaType.Variable variable = identifier.getFieldType();
        return variable != null && !(variable.getOwner() instanceof JavaType.FullyQualified);
    }

    /** Whether a name that {@code first} declares occurs in {@code second}, where it has to mean something else. */
    static boolean meet(List<? extends J> first, List<? extends J> second) {
        Set<String> declared = new HashSet<>();
        for (J tree : first) {
            if (tree instanceof J.VariableDeclarations declaration) {
                declaration.getVariables().forEach(variable -> declared.add(variable.getSimpleName()));
            }
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.InstanceOf visitInstanceOf(J.InstanceOf test, Integer p) {
                    if (test.getPattern() instanceof J.Identifier pattern) {
                        declared.add(pattern.getSimpleName());
                    }
                    return super.visitInstanceOf(test, p);
                }
            }.visit(tree, 0);
        }
        boolean[] meet = {false};
        for (J tree : second) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                    meet[0] |= declared.contains(identifier.getSimpleName());
                    return identifier;
                }
            }.visit(tree, 0);
        }
        return meet[0];
    }

    /** Names of local variables that are read or written in {@code trees}. */
    static Set<String> used(List<? extends J> trees) {
        Set<String> used = new HashSet<>();
        List<J> all = new ArrayList<>(trees);
        for (J tree : all) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                    if (isLocal(identifier)) {
                        used.add(identifier.getSimpleName());
                    }
                    return identifier;
                }
            }.visit(tree, 0);
        }
        return used;
    }
}
