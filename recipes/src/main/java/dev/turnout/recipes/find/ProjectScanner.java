// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TypeUtils;

/** Reads one source file into the project: classes, methods, who calls whom, which methods are tasks. */
final class ProjectScanner extends JavaIsoVisitor<Integer> {
    private static final String SCHEDULING = "org.jobrunr.scheduling.";
    private static final String HANDLER = "org.jobrunr.jobs.lambdas.JobRequestHandler";
    private static final Set<String> TASK_ANNOTATIONS =
            Set.of("org.jobrunr.jobs.annotations.Job", "org.jobrunr.jobs.annotations.Recurring");

    private final Project project;
    private final J.CompilationUnit unit;

    ProjectScanner(Project project, J.CompilationUnit unit) {
        this.project = project;
        this.unit = unit;
    }

    /** Whether the arguments of {@code call} describe a job rather than run now. */
    static boolean describesJob(J.MethodInvocation call) {
        JavaType.Method type = call.getMethodType();
        return type != null && type.getDeclaringType().getFullyQualifiedName().startsWith(SCHEDULING);
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
        if (declaration.getType() != null) {
            ClassInfo info = new ClassInfo(declaration, declaration.getType());
            for (Statement member : declaration.getBody().getStatements()) {
                if (member instanceof J.MethodDeclaration method) {
                    addMethod(info, method);
                }
            }
            project.addClass(info);
        }
        return super.visitClassDeclaration(declaration, p);
    }

    private void addMethod(ClassInfo info, J.MethodDeclaration declaration) {
        MethodInfo method = new MethodInfo(unit, info, declaration);
        info.methods().add(method);
        boolean annotated = declaration.getLeadingAnnotations().stream()
                .anyMatch(annotation -> TASK_ANNOTATIONS.stream()
                        .anyMatch(name -> TypeUtils.isOfClassType(annotation.getType(), name)));
        boolean handler = method.name().equals("run")
                && method.arity() == 1
                && info.supertypes().contains(HANDLER);
        if ((annotated || handler) && declaration.getBody() != null) {
            project.addTask(method.address(), method);
        }
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Integer p) {
                if (call.getMethodType() != null) {
                    addCaller(call.getMethodType(), method);
                }
                return super.visitMethodInvocation(call, p);
            }

            @Override
            public J.MemberReference visitMemberReference(J.MemberReference reference, Integer p) {
                if (reference.getMethodType() != null) {
                    addCaller(reference.getMethodType(), method);
                }
                return super.visitMemberReference(reference, p);
            }
        }.visit(declaration.getBody(), 0);
    }

    private void addCaller(JavaType.Method type, MethodInfo caller) {
        for (String owner : Erasure.supertypes(type.getDeclaringType())) {
            project.addCall(
                    Project.looseKey(
                            owner, type.getName(), type.getParameterTypes().size()),
                    caller);
        }
    }

    @Override
    public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Integer p) {
        if (describesJob(call)) {
            for (Expression argument : call.getArguments()) {
                if (argument instanceof J.Lambda lambda) {
                    addJobOf(lambda.getBody());
                } else if (argument instanceof J.MemberReference reference && reference.getMethodType() != null) {
                    addReference(reference.getMethodType(), reference.getContaining());
                }
            }
        }
        return super.visitMethodInvocation(call, p);
    }

    private void addJobOf(J body) {
        Tree last = body;
        if (body instanceof J.Block block && !block.getStatements().isEmpty()) {
            last = block.getStatements().get(block.getStatements().size() - 1);
        }
        if (last instanceof J.MethodInvocation call && call.getMethodType() != null) {
            addReference(call.getMethodType(), call.getSelect());
        }
    }

    private void addReference(JavaType.Method method, @Nullable Expression receiver) {
        JavaType.FullyQualified through = receiver == null ? null : TypeUtils.asFullyQualified(receiver.getType());
        project.addReference(method, through == null ? method.getDeclaringType() : through);
    }
}
