// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;

/** The annotations of a class or a method, whether kept for run time or not. */
final class Annotations {
    private static final String ALLOW_BLOCKING = "L" + RuntimeTypes.ALLOW_BLOCKING.replace('.', '/') + ";";

    private final List<AnnotationNode> all = new ArrayList<>();

    private Annotations() {}

    static Annotations of(ClassNode node) {
        return new Annotations().and(node.visibleAnnotations).and(node.invisibleAnnotations);
    }

    /** With those of its result, as in {@code @Nullable CompletionStage<..>}. */
    static Annotations of(MethodNode method) {
        return new Annotations()
                .and(method.visibleAnnotations)
                .and(method.invisibleAnnotations)
                .and(ofResult(method.visibleTypeAnnotations))
                .and(ofResult(method.invisibleTypeAnnotations));
    }

    private Annotations and(@Nullable List<? extends AnnotationNode> some) {
        if (some != null) {
            all.addAll(some);
        }
        return this;
    }

    private static List<TypeAnnotationNode> ofResult(@Nullable List<TypeAnnotationNode> annotations) {
        return annotations == null
                ? List.of()
                : annotations.stream()
                        .filter(a -> new TypeReference(a.typeRef).getSort() == TypeReference.METHOD_RETURN)
                        .filter(a -> a.typePath == null)
                        .toList();
    }

    /** Whether one has one of these simple names, each with {@code ;} at its end. */
    boolean haveOneNamed(Set<String> simpleNames) {
        return all.stream().anyMatch(a -> simpleNames.contains(a.desc.substring(a.desc.lastIndexOf('/') + 1)));
    }

    /** What {@code @AllowBlocking} says of {@code place}; null where there is none. */
    Method.@Nullable Exemption exemption(String place) {
        for (AnnotationNode annotation : all) {
            if (annotation.desc.equals(ALLOW_BLOCKING)) {
                return new Method.Exemption(place, text(annotation, "reason"), text(annotation, "until"));
            }
        }
        return null;
    }

    private static String text(AnnotationNode annotation, String name) {
        List<Object> values = values(annotation);
        for (int i = 0; i + 1 < values.size(); i += 2) {
            if (values.get(i).equals(name)) {
                return values.get(i + 1).toString();
            }
        }
        return "";
    }

    private static List<Object> values(AnnotationNode annotation) {
        return annotation.values == null ? List.of() : annotation.values;
    }

    /** Descriptors of these, which are a method's, and of its class' as {@code class:descriptor}. */
    Set<String> with(Annotations ofClass) {
        Set<String> marks = Stream.concat(
                        all.stream().map(a -> a.desc), ofClass.all.stream().map(a -> "class:" + a.desc))
                .collect(Collectors.toSet());
        Stream.concat(all.stream(), ofClass.all.stream())
                .filter(a -> Marks.TRANSACTIONAL.contains(a.desc))
                .findFirst() // the method's own before that of its class
                .filter(a -> names(a, "NEVER", "NOT_SUPPORTED"))
                .ifPresent(a -> marks.add(Marks.OUTSIDE_TRANSACTIONS));
        for (AnnotationNode own : all) {
            if (Marks.TRANSACTIONAL.contains(own.desc) && names(own, "REQUIRES_NEW", "NESTED")) {
                marks.add(Marks.NEW_TRANSACTION);
            } else if (own.desc.equals(Marks.EVENT_LISTENER) && names(own, "BEFORE_COMMIT")) {
                marks.add(Marks.BEFORE_COMMIT);
            }
        }
        return Set.copyOf(marks);
    }

    /** Whether a value is one of these constants, as in {@code propagation = NEVER}, {@code TxType.NOT_SUPPORTED}. */
    private static boolean names(AnnotationNode annotation, String... constants) {
        return values(annotation).stream()
                .anyMatch(value -> value instanceof String[] constant
                        && Arrays.asList(constants).contains(constant[1]));
    }
}
