// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashSet;
import java.util.Set;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Reasons that lie in what a method is, where it stands and who may call it, whatever it is that waits in it. */
final class Hazards {
    private static final Set<String> STAGES = Set.of("java.util.concurrent.Future", "org.reactivestreams.Publisher");

    private final Project project;

    Hazards(Project project) {
        this.project = project;
    }

    /** Why a method that waits is not to be converted, or {@link Reason#NONE}. */
    Reason of(MethodInfo method) {
        if (isGenerated(method)) {
            return Reason.GENERATED;
        }
        if (method.hasAnnotation(MethodInfo.LOMBOK_HIDDEN)) {
            return Reason.LOMBOK_HIDDEN;
        }
        if (yieldsStage(method)) {
            return Reason.YIELDS_STAGE;
        }
        if (!project.isTask(method) && overridesBinary(method)) {
            return Callback.reasonOf(method);
        }
        if (project.callers().byReflection(method)) {
            return Reason.REFLECTIVE_CALLER;
        }
        if (project.callers().inOtherLanguages(method)) {
            return Reason.NON_JAVA_CALLER;
        }
        if (method.mayBeProxied()) {
            return Reason.PROXY_ANNOTATION;
        }
        return jumpsOutOfFinally(method) ? Reason.LABEL_INTO_FINALLY : Reason.NONE;
    }

    /** Whether it yields something that its caller waits for, so that its end is not the end of its work. */
    static boolean yieldsStage(MethodInfo method) {
        JavaType.Method type = method.declaration().getMethodType();
        Set<String> yielded =
                type == null ? Set.of() : Erasure.supertypes(TypeUtils.asFullyQualified(type.getReturnType()));
        return yielded.contains("java.util.concurrent.CompletionStage")
                || STAGES.stream().anyMatch(yielded::contains);
    }

    /** Whether it stands for a method of a type outside of the project, whose callers nobody sees. */
    private boolean overridesBinary(MethodInfo method) {
        return !method.isPrivate()
                && !method.isStatic()
                && !method.declaration().isConstructor()
                && Erasure.hierarchy(method.owner().type()).stream()
                        .filter(type -> !project.hasClass(type.getFullyQualifiedName()))
                        .flatMap(type -> type.getMethods().stream())
                        .anyMatch(other -> other.getName().equals(method.name())
                                && other.getParameterTypes().size() == method.arity());
    }

    private static boolean isGenerated(MethodInfo method) {
        String path = "/" + method.unit().getSourcePath().toString().replace('\\', '/');
        return path.contains("/generated-sources/")
                || path.contains("/generated/")
                || method.hasAnnotation(Set.of("Generated"))
                || method.owner().hasAnnotation(Set.of("Generated"));
    }

    /** Whether a finally block goes on at a label that stands around it. */
    private static boolean jumpsOutOfFinally(MethodInfo method) {
        Set<String> jumps = new HashSet<>();
        new JavaIsoVisitor<Set<String>>() {
            @Override
            public J.Try visitTry(J.Try attempt, Set<String> p) {
                if (attempt.getFinally() != null) {
                    Labels labels = new Labels();
                    labels.visit(attempt.getFinally(), 0);
                    p.addAll(labels.outside());
                }
                return super.visitTry(attempt, p);
            }
        }.visit(method.declaration().getBody(), jumps);
        return !jumps.isEmpty();
    }

    /** Labels that are jumped to, and those that stand there. */
    private static final class Labels extends JavaIsoVisitor<Integer> {
        private final Set<String> wanted = new HashSet<>();
        private final Set<String> there = new HashSet<>();

        Set<String> outside() {
            wanted.removeAll(there);
            return wanted;
        }

        @Override
        public J.Label visitLabel(J.Label label, Integer p) {
            there.add(label.getLabel().getSimpleName());
            return super.visitLabel(label, p);
        }

        @Override
        public J.Break visitBreak(J.Break jump, Integer p) {
            if (jump.getLabel() != null) {
                wanted.add(jump.getLabel().getSimpleName());
            }
            return jump;
        }

        @Override
        public J.Continue visitContinue(J.Continue jump, Integer p) {
            if (jump.getLabel() != null) {
                wanted.add(jump.getLabel().getSimpleName());
            }
            return jump;
        }
    }
}
