// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JContainer;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TypeUtils;
import org.openrewrite.marker.Markers;

/**
 * Finds code that runs although no call names it: initialisers, and what stands in the place of a method of a type:
 * lambdas, references, classes without a name, bodies of enum constants.
 */
final class Hidden extends JavaIsoVisitor<Integer> {
    /** Name of the initialisers of a class, in the order in which they are written. */
    static final String STATIC_INITIALISER = "<clinit>";

    /** Name of the initialisers of an object. */
    static final String INITIALISER = "<init>";

    private static final String RUNTIME = "dev.turnout.runtime.";

    private final Project project;
    private final J.CompilationUnit unit;

    Hidden(Project project, J.CompilationUnit unit) {
        this.project = project;
        this.unit = unit;
    }

    /** Whether it is what runs when a class is set up, or an object is made. */
    static boolean isInitialiser(MethodInfo method) {
        return method.name().equals(STATIC_INITIALISER) || method.name().equals(INITIALISER);
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
        ClassInfo owner = classOf(declaration);
        if (owner != null) {
            initialisers(declaration, true).ifPresent(body -> owner.onFirstUse(body(owner, body, STATIC_INITIALISER)));
            initialisers(declaration, false).ifPresent(body -> owner.onCreation(body(owner, body, INITIALISER)));
        }
        return super.visitClassDeclaration(declaration, p);
    }

    private static Optional<J.Block> initialisers(J.ClassDeclaration declaration, boolean ofClass) {
        boolean face = declaration.getKind() == J.ClassDeclaration.Kind.Type.Interface;
        List<Statement> statements = declaration.getBody().getStatements().stream()
                .filter(member -> member instanceof J.Block block && block.isStatic() == ofClass
                        || member instanceof J.EnumValueSet && ofClass
                        || member instanceof J.VariableDeclarations field
                                && (face || field.hasModifier(J.Modifier.Type.Static)) == ofClass
                                && field.getVariables().stream().anyMatch(one -> one.getInitializer() != null))
                .toList();
        return statements.isEmpty() ? Optional.empty() : Optional.of(block(statements));
    }

    @Override
    public J.Lambda visitLambda(J.Lambda lambda, Integer p) {
        if (isKept()) {
            J.Block body = lambda.getBody() instanceof J.Block block
                    ? block
                    : lambda.getBody() instanceof Expression expression ? block(expression) : null;
            int arity = (int) lambda.getParameters().getParameters().stream()
                    .filter(parameter -> !(parameter instanceof J.Empty))
                    .count();
            add(lambda.getType(), arity, body, lambda);
        }
        return super.visitLambda(lambda, p);
    }

    @Override
    public J.MemberReference visitMemberReference(J.MemberReference reference, Integer p) {
        if (isKept()) {
            add(reference.getType(), -1, block(reference), reference);
        }
        return super.visitMemberReference(reference, p);
    }

    private void add(@Nullable JavaType type, int arity, J.@Nullable Block body, J tree) {
        JavaType.FullyQualified face = TypeUtils.asFullyQualified(type);
        ClassInfo owner = enclosing();
        if (face == null || body == null || owner == null || Jobs.isJob(face)) {
            return;
        }
        MethodInfo method = body(owner, body, "lambda$" + Erasure.simpleName(face));
        project.bodies().addFunction(Erasure.supertypes(face), arity, method);
    }

    @Override
    public J.NewClass visitNewClass(J.NewClass creation, Integer p) {
        ClassInfo owner = enclosing();
        if (creation.getBody() != null && owner != null) {
            JavaType.FullyQualified type = TypeUtils.asFullyQualified(creation.getType());
            Set<String> above = Erasure.supertypes(type == null ? enumAround() : type);
            for (Statement member : creation.getBody().getStatements()) {
                if (member instanceof J.MethodDeclaration method && method.getBody() != null) {
                    MethodInfo info = new MethodInfo(unit, owner, method, Reason.UNKNOWN_HOF);
                    project.bodies().add(above, info);
                }
            }
        }
        return super.visitNewClass(creation, p);
    }

    private JavaType.@Nullable FullyQualified enumAround() {
        J.ClassDeclaration declaration = getCursor().firstEnclosing(J.ClassDeclaration.class);
        return declaration == null ? null : declaration.getType();
    }

    private @Nullable ClassInfo enclosing() {
        J.ClassDeclaration declaration = getCursor().firstEnclosing(J.ClassDeclaration.class);
        return declaration == null ? null : classOf(declaration);
    }

    private @Nullable ClassInfo classOf(J.ClassDeclaration declaration) {
        return declaration.getType() == null
                ? null
                : project.classNamed(declaration.getType().getFullyQualifiedName())
                        .orElse(null);
    }

    /** Whether the function at the cursor may be called later: not if it is handed to what runs it in place. */
    private boolean isKept() {
        Object below = getCursor().getValue();
        for (Cursor at = getCursor().getParentTreeCursor(); !at.isRoot(); at = at.getParentTreeCursor()) {
            if (at.getValue() instanceof J.MethodInvocation call) {
                return call.getSelect() == below || !runsItself(call);
            }
            if (!(at.getValue() instanceof J.Parentheses || at.getValue() instanceof J.TypeCast)) {
                return true;
            }
            below = at.getValue();
        }
        return true;
    }

    private static boolean runsItself(J.MethodInvocation call) {
        JavaType.Method type = call.getMethodType();
        return type != null
                && (type.getDeclaringType().getFullyQualifiedName().startsWith(RUNTIME)
                        || InPlace.runs(call) && !call.getSimpleName().startsWith("put"));
    }

    private MethodInfo body(ClassInfo owner, J.Block body, String name) {
        J.Identifier identifier =
                new J.Identifier(Tree.randomId(), Space.EMPTY, Markers.EMPTY, List.of(), name, null, null);
        J.MethodDeclaration declaration = new J.MethodDeclaration(
                Tree.randomId(),
                Space.EMPTY,
                Markers.EMPTY,
                List.of(),
                List.of(),
                null,
                null,
                new J.MethodDeclaration.IdentifierWithAnnotations(identifier, List.of()),
                JContainer.empty(),
                List.of(),
                null,
                body,
                null,
                null);
        Reason reason = switch (name) {
            case STATIC_INITIALISER -> Reason.STATIC_INIT;
            case INITIALISER -> Reason.CTOR;
            default -> Reason.UNKNOWN_HOF;
        };
        return new MethodInfo(unit, owner, declaration, reason);
    }

    private static J.Block block(Expression value) {
        return block(List.of(
                value instanceof Statement statement
                        ? statement
                        : new J.Return(Tree.randomId(), Space.EMPTY, Markers.EMPTY, value)));
    }

    private static J.Block block(List<Statement> statements) {
        return new J.Block(
                UUID.randomUUID(),
                Space.EMPTY,
                Markers.EMPTY,
                JRightPadded.build(false),
                statements.stream().map(JRightPadded::build).toList(),
                Space.EMPTY);
    }
}
