// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** A class of the project with its source. */
public final class ClassInfo {
    private final J.ClassDeclaration declaration;
    private final JavaType.FullyQualified type;
    private final Set<String> supertypes;
    private final List<MethodInfo> methods = new ArrayList<>();
    private @Nullable MethodInfo firstUse;
    private @Nullable MethodInfo creation;

    ClassInfo(J.ClassDeclaration declaration, JavaType.FullyQualified type) {
        this.declaration = declaration;
        this.type = type;
        this.supertypes = Erasure.supertypes(type);
    }

    /** The binary name. */
    public String name() {
        return type.getFullyQualifiedName();
    }

    public String simpleName() {
        return declaration.getSimpleName();
    }

    public boolean isInterface() {
        return declaration.getKind() == J.ClassDeclaration.Kind.Type.Interface;
    }

    boolean isAbstract() {
        return declaration.hasModifier(J.Modifier.Type.Abstract);
    }

    /** Names of the fields that are read from the database when they are first touched. */
    Set<String> lateFields() {
        return declaration.getBody().getStatements().stream()
                .filter(member -> member instanceof J.VariableDeclarations field
                        && field.getLeadingAnnotations().stream().anyMatch(ClassInfo::isLate))
                .map(member ->
                        ((J.VariableDeclarations) member).getVariables().get(0).getSimpleName())
                .collect(Collectors.toSet());
    }

    private static boolean isLate(J.Annotation annotation) {
        List<String> arguments = annotation.getArguments() == null
                ? List.of()
                : annotation.getArguments().stream().map(Object::toString).toList();
        return arguments.stream().noneMatch(argument -> argument.contains("EAGER"))
                && (Set.of("OneToMany", "ManyToMany", "ElementCollection").contains(annotation.getSimpleName())
                        || arguments.stream().anyMatch(argument -> argument.matches("fetch\\s*=.*LAZY")));
    }

    JavaType.FullyQualified type() {
        return type;
    }

    Set<String> supertypes() {
        return supertypes;
    }

    /** Whether the field is set to a value that the compiler knows, as far as that shows: a literal. */
    boolean isConstant(String field) {
        return declaration.getBody().getStatements().stream()
                .filter(J.VariableDeclarations.class::isInstance)
                .flatMap(member -> ((J.VariableDeclarations) member).getVariables().stream())
                .anyMatch(one -> one.getSimpleName().equals(field) && one.getInitializer() instanceof J.Literal);
    }

    /** Sets what runs when the class is used for the first time. */
    void onFirstUse(MethodInfo initialisers) {
        firstUse = initialisers;
    }

    /** Sets what runs when an object is made, before the body of its constructor. */
    void onCreation(MethodInfo initialisers) {
        creation = initialisers;
    }

    Optional<MethodInfo> firstUse() {
        return Optional.ofNullable(firstUse);
    }

    Optional<MethodInfo> creation() {
        return Optional.ofNullable(creation);
    }

    public List<MethodInfo> methods() {
        return methods;
    }

    /** Simple names of the annotations that are written before it. */
    Stream<String> annotations() {
        return Annotated.names(declaration.getLeadingAnnotations());
    }

    boolean hasAnnotation(Set<String> simpleNames) {
        return Annotated.with(simpleNames, declaration.getLeadingAnnotations()) || Annotated.type(simpleNames, type);
    }
}
