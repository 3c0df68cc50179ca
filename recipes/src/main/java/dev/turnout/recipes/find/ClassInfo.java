// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** A class of the project with its source. */
public final class ClassInfo {
    private final J.ClassDeclaration declaration;
    private final JavaType.FullyQualified type;
    private final Set<String> supertypes;
    private final List<MethodInfo> methods = new ArrayList<>();

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

    JavaType.FullyQualified type() {
        return type;
    }

    Set<String> supertypes() {
        return supertypes;
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
