// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** What is open while a method runs, and what is read only as long as something is open. */
final class Resources {
    private static final Set<String> HELD = Set.of(
            "java.sql.ResultSet",
            "java.sql.Statement",
            "java.nio.channels.FileLock",
            "org.springframework.data.util.CloseableIterator",
            "org.springframework.data.redis.core.Cursor",
            "org.hibernate.ScrollableResults",
            "org.apache.ibatis.cursor.Cursor",
            "com.mongodb.client.MongoCursor");
    private static final String REPOSITORY = "org.springframework.data.repository.Repository";

    private Resources() {}

    /** Whether the variable keeps a cursor or a lock open: by its type, or as a stream that a repository gave. */
    static boolean isHeld(J.VariableDeclarations.NamedVariable variable) {
        return HELD.stream().anyMatch(type -> Erasure.is(variable.getType(), type))
                || Erasure.is(variable.getType(), "java.util.stream.BaseStream") && isRead(variable.getInitializer());
    }

    private static boolean isRead(@Nullable Expression initializer) {
        for (Expression at = initializer; at instanceof J.MethodInvocation call; at = call.getSelect()) {
            if (call.getMethodType() != null
                    && Erasure.supertypes(call.getMethodType().getDeclaringType())
                            .contains(REPOSITORY)) {
                return true;
            }
            if (call.getSelect() != null && Erasure.is(call.getSelect().getType(), REPOSITORY)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a field of an entity that is read late. */
    static boolean isLate(JavaType.Variable field, Project project) {
        return field.getOwner() instanceof JavaType.FullyQualified owner
                && entity(owner, project)
                        .filter(info -> info.lateFields().contains(field.getName()))
                        .isPresent();
    }

    private static Optional<ClassInfo> entity(JavaType.FullyQualified type, Project project) {
        return project.classNamed(type.getFullyQualifiedName())
                .filter(info -> info.hasAnnotation(Set.of("Entity", "MappedSuperclass", "Embeddable")));
    }

    /** Whether the method belongs to an entity and touches a field of it that is read late. */
    static boolean readsLate(JavaType.Method method, Project project) {
        Optional<ClassInfo> entity = entity(method.getDeclaringType(), project);
        if (entity.isEmpty() || method.isConstructor()) {
            return false;
        }
        Set<String> late = entity.get().lateFields();
        return late.stream().anyMatch(field -> ("get" + field).equalsIgnoreCase(method.getName()))
                || entity.get().methods().stream()
                        .filter(own -> own.name().equals(method.getName()))
                        .anyMatch(own -> late.stream()
                                .anyMatch(field -> String.valueOf(
                                                own.declaration().getBody())
                                        .matches("(?s).*\\b" + field + "\\b.*")));
    }
}
