// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import dev.turnout.rules.blockhound.Natives.NativeMethod;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The methods that wait for a condition of a lock. BlockHound sees the parking inside of them, when the lock has been given
 * back already: its error would be lost in an {@code IllegalMonitorStateException} of the caller's {@code unlock()}. Marked
 * themselves, they fail while the lock is held.
 */
final class Conditions {
    private static final List<String> TYPES = List.of(
            "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
            "java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject");

    private Conditions() {}

    static List<NativeMethod> ofThisJdk() {
        return TYPES.stream()
                .flatMap(type -> Natives.type(type).stream())
                .flatMap(Conditions::waits)
                .toList();
    }

    private static Stream<NativeMethod> waits(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("await"))
                .map(method -> new NativeMethod(
                        type.getName(),
                        method.getName(),
                        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                .descriptorString()));
    }
}
