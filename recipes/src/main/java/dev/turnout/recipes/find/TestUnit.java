// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashSet;
import java.util.Set;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** What a test file mentions, and of what it makes mocks. A mock knows no twin, so what it stands for stays as it is. */
record TestUnit(Set<String> mentioned, Set<String> mocked) {
    private static final Set<String> MOCK_ANNOTATIONS =
            Set.of("Mock", "MockBean", "MockitoBean", "Spy", "SpyBean", "MockitoSpyBean");
    private static final Set<String> MOCK_METHODS = Set.of("mock", "spy", "mockStatic");

    static TestUnit of(J.CompilationUnit unit) {
        TestUnit test = new TestUnit(new HashSet<>(), new HashSet<>());
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                JavaType.FullyQualified type = TypeUtils.asFullyQualified(identifier.getType());
                if (type != null) {
                    test.mentioned.add(type.getFullyQualifiedName());
                }
                return super.visitIdentifier(identifier, p);
            }

            @Override
            public J.VariableDeclarations visitVariableDeclarations(J.VariableDeclarations variable, Integer p) {
                boolean mock = variable.getLeadingAnnotations().stream()
                        .anyMatch(annotation -> MOCK_ANNOTATIONS.contains(annotation.getSimpleName()));
                JavaType.FullyQualified type = TypeUtils.asFullyQualified(variable.getType());
                if (mock && type != null) {
                    test.mocked.add(type.getFullyQualifiedName());
                }
                return super.visitVariableDeclarations(variable, p);
            }

            @Override
            public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Integer p) {
                if (MOCK_METHODS.contains(call.getSimpleName())
                        && !call.getArguments().isEmpty()
                        && call.getArguments().get(0) instanceof J.FieldAccess literal
                        && literal.getSimpleName().equals("class")) {
                    JavaType.FullyQualified type =
                            TypeUtils.asFullyQualified(literal.getTarget().getType());
                    if (type != null) {
                        test.mocked.add(type.getFullyQualifiedName());
                    }
                }
                return super.visitMethodInvocation(call, p);
            }
        }.visit(unit, 0);
        return test;
    }

    boolean mocks(String user, JavaType.FullyQualified type) {
        return mentioned.contains(user) && mocked.contains(type.getFullyQualifiedName());
    }
}
