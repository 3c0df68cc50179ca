// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Set;
import org.objectweb.asm.Type;

/** Which types say that the value comes later. */
final class AsyncTypes {
    private static final Set<String> PROMISES = Set.of(
            "java/util/concurrent/CompletionStage",
            "java/util/concurrent/Future",
            "java/util/concurrent/Flow$Publisher",
            "org/reactivestreams/Publisher",
            "io/smallrye/mutiny/Uni",
            "io/smallrye/mutiny/Multi",
            "io/reactivex/rxjava3/core/SingleSource",
            "io/reactivex/rxjava3/core/MaybeSource",
            "io/reactivex/rxjava3/core/CompletableSource",
            "com/google/common/util/concurrent/ListenableFuture");
    private static final Set<String> STAGES = Set.of(
            "java/util/concurrent/CompletionStage",
            "reactor/core/publisher/Mono",
            "reactor/core/publisher/Flux",
            "io/smallrye/mutiny/Uni");

    private AsyncTypes() {}

    /** Whether a call with this descriptor answers before the work is done. */
    static boolean answersLater(Types types, String descriptor) {
        return returns(types, descriptor, PROMISES);
    }

    /** Whether a method with this descriptor promises its caller not to wait. */
    static boolean returnsStage(Types types, String descriptor) {
        return returns(types, descriptor, STAGES);
    }

    /** Whether the stage is a future of the JDK, whose work nobody starts again: not a publisher. */
    static boolean returnsFuture(Types types, String descriptor) {
        return returns(types, descriptor, Set.of("java/util/concurrent/CompletionStage"));
    }

    static boolean isStage(Types types, Type type) {
        return type.getSort() == Type.OBJECT && types.isAnyOf(type.getInternalName(), STAGES);
    }

    static boolean isPromise(Types types, Type type) {
        return type.getSort() == Type.OBJECT && types.isAnyOf(type.getInternalName(), PROMISES);
    }

    private static boolean returns(Types types, String descriptor, Set<String> names) {
        Type type = Type.getReturnType(descriptor);
        return type.getSort() == Type.OBJECT && types.isAnyOf(type.getInternalName(), names);
    }
}
