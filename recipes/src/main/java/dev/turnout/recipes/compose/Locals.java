// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** What is known of the local variables of a method: which name means which, which change, which names are taken. */
final class Locals {
    private final Map<UUID, Local> names = new HashMap<>();
    private final Map<UUID, Local> declarations = new HashMap<>();
    /** Names in the text of the method. */
    private final Set<String> written = new HashSet<>();

    private final Set<String> taken = new HashSet<>();
    private boolean classes;

    static Locals of(J.MethodDeclaration method) {
        Locals locals = new Locals();
        new Bindings(locals.names, locals.declarations).visit(method, 0);
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                Object parent = getCursor().getParentTreeCursor().getValue();
                boolean member = parent instanceof J.MethodInvocation call && call.getName() == identifier
                        || parent instanceof J.FieldAccess access && access.getName() == identifier;
                if (!member) {
                    locals.written.add(identifier.getSimpleName());
                }
                return identifier;
            }

            @Override
            public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
                locals.classes = true;
                return super.visitClassDeclaration(declaration, p);
            }
        }.visit(method, 0);
        locals.taken.addAll(locals.written);
        return locals;
    }

    /** The same variables for a further method, in which other new names are taken. */
    Locals elsewhere() {
        Locals copy = new Locals();
        copy.names.putAll(names);
        copy.declarations.putAll(declarations);
        copy.written.addAll(written);
        copy.taken.addAll(written);
        copy.classes = classes;
        return copy;
    }

    /** The variable that a name means, or null if it means none. */
    @Nullable
    Local of(J.Identifier identifier) {
        return names.get(identifier.getId());
    }

    Local of(J.VariableDeclarations.NamedVariable variable) {
        return java.util.Objects.requireNonNull(declarations.get(variable.getId()), variable.getSimpleName());
    }

    /** The variable of a pattern, or null if there is none. */
    @Nullable
    Local of(J.InstanceOf test) {
        return declarations.get(test.getId());
    }

    /** The variable of a declaration of one. */
    Local of(J.VariableDeclarations declaration) {
        return of(declaration.getVariables().get(0));
    }

    /** Whether the method declares a class, which only the method itself can see. */
    boolean hasClasses() {
        return classes;
    }

    boolean isTaken(String name) {
        return taken.contains(name);
    }

    /** A name that nothing in the method has; taken from now on. */
    String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
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

    /** How often the variable is named in {@code tree}. */
    int uses(J tree, @Nullable Local local) {
        int[] uses = {0};
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                uses[0] += of(identifier) == local && local != null ? 1 : 0;
                return identifier;
            }
        }.visit(tree, 0);
        return uses[0];
    }

    /** Local variables that are declared, read or written in {@code trees}. */
    Set<Local> used(List<? extends J> trees) {
        Set<Local> used = new LinkedHashSet<>();
        for (J tree : trees) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                    Local local = of(identifier);
                    if (local != null) {
                        used.add(local);
                    }
                    return identifier;
                }
            }.visit(tree, 0);
        }
        return used;
    }
}
