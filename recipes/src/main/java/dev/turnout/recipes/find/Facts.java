// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/**
 * What stands in the body of one method, in the order in which it is written.
 *
 * @param found calls that wait or may lead to one that does
 * @param events the same calls and the readings of thread contexts, in order
 * @param leavesLock whether it may return with a lock that it has taken
 */
record Facts(List<Found> found, List<Event> events, boolean leavesLock) {
    /**
     * One thing that happens in a body.
     *
     * @param found a call, or null if a context is touched here
     * @param context the context that is touched, or null
     * @param loop the loop around it, or null
     */
    record Event(
            @Nullable Found found,
            @Nullable String context,
            @Nullable Object loop) {}

    static Facts of(MethodInfo method, Project project, BlockingTable table) {
        Reader reader = new Reader(method, project, table);
        if (method.declaration().getBody() != null) {
            reader.visit(
                    method.declaration().getBody(),
                    0,
                    new Cursor(new Cursor(null, Cursor.ROOT_VALUE), method.declaration()));
        }
        return new Facts(reader.found, reader.events, reader.taken > 0);
    }

    private static final class Reader extends JavaIsoVisitor<Integer> {
        private static final Set<String> IN_PLACE = Set.of(
                "java.util.Optional",
                "java.util.OptionalInt",
                "java.util.OptionalLong",
                "java.lang.Iterable",
                "java.util.Map",
                "java.util.stream.BaseStream");
        private static final String LOCK = "java.util.concurrent.locks.Lock";

        private final MethodInfo method;
        private final Project project;
        private final BlockingTable table;
        private final List<Found> found = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private boolean locked;

        /** Locks taken, without those that a finally block gives back. */
        private int taken;

        Reader(MethodInfo method, Project project, BlockingTable table) {
            this.method = method;
            this.project = project;
            this.table = table;
            this.locked = method.holdsLock();
        }

        @Override
        public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Integer p) {
            if (ProjectScanner.describesJob(call)) {
                note(call, call.getMethodType(), call.getSelect());
                return call;
            }
            J.MethodInvocation visited = super.visitMethodInvocation(call, p);
            note(call, call.getMethodType(), call.getSelect());
            return visited;
        }

        @Override
        public J.NewClass visitNewClass(J.NewClass creation, Integer p) {
            J.NewClass visited = super.visitNewClass(creation, p);
            if (creation.getMethodType() != null && creation.getBody() == null) {
                note(creation, creation.getMethodType(), null);
            }
            return visited;
        }

        @Override
        public J.MemberReference visitMemberReference(J.MemberReference reference, Integer p) {
            JavaType.Method type = reference.getMethodType();
            if (type != null) {
                note(reference, type, reference.getContaining());
            }
            return super.visitMemberReference(reference, p);
        }

        private void note(Expression call, JavaType.@Nullable Method type, @Nullable Expression select) {
            if (type == null) {
                add(new Found(call, call, null, false, null, List.of(), null, false, Reason.MISSING_TYPES));
                return;
            }
            Contexts.touched(type).ifPresent(context -> events.add(new Event(null, context, loop())));
            JavaType.FullyQualified receiver = select == null ? null : TypeUtils.asFullyQualified(select.getType());
            if (type.isConstructor()) {
                receiver = TypeUtils.asFullyQualified(call.getType());
            }
            JavaType.FullyQualified owner = receiver == null ? type.getDeclaringType() : receiver;
            if (Erasure.supertypes(owner).contains(LOCK)
                    && type.getName().toLowerCase().contains("lock")) {
                locked = true;
                taken += taken(type.getName());
                return;
            }
            NativeForm form = call instanceof J.MethodInvocation invocation
                    ? NativeForm.of(invocation, type).orElse(null)
                    : null;
            Optional<MethodInfo> declared = type.isConstructor()
                    ? project.classNamed(owner.getFullyQualifiedName()).flatMap(info -> constructor(info, type))
                    : project.declared(type, owner);
            List<MethodInfo> bodies =
                    declared.map(target -> project.bodies(target, owner)).orElse(List.of());
            boolean generated = declared.isPresent()
                    && bodies.isEmpty()
                    && declared.get().owner().isInterface()
                    && !Erasure.supertypes(owner).contains("java.util.function.Function");
            boolean blocking = generated || isRepository(owner, type) || form == null && table.blocks(type, owner);
            if (form == null && !blocking && bodies.isEmpty()) {
                return;
            }
            boolean own = select == null
                    || select instanceof J.Identifier identifier
                            && identifier.getSimpleName().equals("this");
            Place place = place();
            add(new Found(
                    call,
                    place.whole() == null ? call : place.whole(),
                    form,
                    blocking,
                    declared.orElse(null),
                    blocking || form != null ? List.of() : bodies,
                    receiver,
                    own,
                    locked ? Reason.LOCK_HELD : place.hazard()));
        }

        private int taken(String call) {
            if (call.startsWith("lock") || call.startsWith("tryLock")) {
                return 1;
            }
            return call.equals("unlock") && inFinally() ? -1 : 0;
        }

        private boolean inFinally() {
            Object below = null;
            for (Cursor at = getCursor(); !at.isRoot(); at = at.getParentTreeCursor()) {
                if (at.getValue() instanceof J.Try attempt && below != null && attempt.getFinally() == below) {
                    return true;
                }
                below = at.getValue();
            }
            return false;
        }

        private static Optional<MethodInfo> constructor(ClassInfo info, JavaType.Method type) {
            return info.methods().stream()
                    .filter(method -> method.declaration().isConstructor()
                            && method.arity() == type.getParameterTypes().size())
                    .findFirst();
        }

        private static boolean isRepository(JavaType.FullyQualified owner, JavaType.Method type) {
            return Erasure.supertypes(owner).contains("org.springframework.data.repository.Repository")
                    && !Set.of("equals", "hashCode", "toString").contains(type.getName());
        }

        private void add(Found one) {
            found.add(one);
            events.add(new Event(one, null, loop()));
        }

        private @Nullable Object loop() {
            for (Cursor at = getCursor(); at != null && !at.isRoot(); at = at.getParent()) {
                if (at.getValue() instanceof org.openrewrite.java.tree.Loop loop) {
                    return loop.getId();
                }
            }
            return null;
        }

        /** Where the current call stands: in a lambda, and so part of a larger whole; under a lock; in another class. */
        private Place place() {
            Expression whole = null;
            boolean pending = getCursor().getValue() instanceof J.MemberReference;
            Object below = getCursor().getValue();
            for (Cursor at = getCursor().getParentTreeCursor();
                    !at.isRoot() && at.getValue() != method.declaration();
                    at = at.getParentTreeCursor()) {
                Object value = at.getValue();
                if (value instanceof J.Synchronized || value instanceof J.ClassDeclaration) {
                    return new Place(null, value instanceof J.Synchronized ? Reason.LOCK_HELD : Reason.UNKNOWN_HOF);
                }
                if (value instanceof J.NewClass creation && creation.getBody() != null && below == creation.getBody()) {
                    return new Place(null, Reason.UNKNOWN_HOF);
                }
                if (value instanceof J.Lambda) {
                    pending = true;
                } else if (pending && value instanceof J.MethodInvocation outer) {
                    if (!runsInPlace(outer)) {
                        return new Place(null, Reason.UNKNOWN_HOF);
                    }
                    whole = outer;
                    pending = false;
                } else if (whole != null
                        && value instanceof J.MethodInvocation next
                        && next.getSelect() == below
                        && runsInPlace(next)) {
                    whole = next;
                }
                below = value;
            }
            if (pending || whole != null && Erasure.is(whole.getType(), "java.util.stream.BaseStream")) {
                return new Place(null, Reason.UNKNOWN_HOF);
            }
            return new Place(whole, Reason.NONE);
        }

        private static boolean runsInPlace(J.MethodInvocation call) {
            return call.getMethodType() != null
                    && Erasure.supertypes(call.getMethodType().getDeclaringType()).stream()
                            .anyMatch(IN_PLACE::contains);
        }

        private record Place(@Nullable Expression whole, Reason hazard) {}
    }
}
