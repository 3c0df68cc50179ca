// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TypeUtils;

/** Which methods have another of their name and arity in a subtype, be it a class without a name or one of a test. */
final class Overrides extends JavaIsoVisitor<Integer> {
    private final Set<String> overridden = new HashSet<>();

    boolean of(String owner, String name, int arity) {
        return overridden.contains(Project.looseKey(owner, name, arity));
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
        JavaType.FullyQualified type = declaration.getType();
        if (type != null) {
            Set<String> above = Erasure.supertypes(type);
            above.remove(type.getFullyQualifiedName());
            add(above, declaration.getBody());
        }
        return super.visitClassDeclaration(declaration, p);
    }

    @Override
    public J.NewClass visitNewClass(J.NewClass creation, Integer p) {
        add(Erasure.supertypes(TypeUtils.asFullyQualified(creation.getType())), creation.getBody());
        return super.visitNewClass(creation, p);
    }

    private void add(Set<String> above, J.@Nullable Block body) {
        if (body == null) {
            return;
        }
        for (Statement member : body.getStatements()) {
            if (member instanceof J.MethodDeclaration method) {
                long arity = method.getParameters().stream()
                        .filter(J.VariableDeclarations.class::isInstance)
                        .count();
                above.forEach(owner -> overridden.add(Project.looseKey(owner, method.getSimpleName(), (int) arity)));
            }
        }
    }
}
