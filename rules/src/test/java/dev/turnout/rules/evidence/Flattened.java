// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * ArchUnit's graph of calls, followed from each method that returns a stage through all overriding methods. Which lambda runs
 * where is not in it.
 */
record Flattened(String name, Predicate<CodeUnitAccessTarget> blocks, Imports imports) implements Tool {
    @Override
    public Optional<Findings> on(Jar jar, Pair any) {
        JavaClasses classes = imports.of(jar);
        List<JavaCodeUnit> roots = classes.stream()
                .flatMap(c -> c.getCodeUnits().stream())
                .filter(Imported::isAsync)
                .toList();
        Set<JavaCodeUnit> reached = from(roots);
        return Optional.of(new Findings() {
            @Override
            public int inAll() {
                return (int) sinks(reached).count();
            }

            @Override
            public boolean at(Pair pair) {
                Set<JavaCodeUnit> below = from(reached.stream()
                        .filter(unit -> pair.places().contains(Imported.place(unit)))
                        .toList());
                return sinks(below).anyMatch(access -> pair.isCall(Imports.simpleName(access.getTarget())));
            }
        });
    }

    private Stream<JavaCodeUnitAccess<?>> sinks(Set<JavaCodeUnit> units) {
        return units.stream().flatMap(Flattened::accesses).filter(access -> blocks.test(access.getTarget()));
    }

    private static Set<JavaCodeUnit> from(Collection<JavaCodeUnit> roots) {
        Set<JavaCodeUnit> met = new HashSet<>(roots);
        Deque<JavaCodeUnit> open = new ArrayDeque<>(met);
        while (!open.isEmpty()) {
            accesses(open.removeFirst())
                    .flatMap(access -> targets(access.getTarget()))
                    .filter(met::add)
                    .forEach(open::add);
        }
        return met;
    }

    private static Stream<JavaCodeUnitAccess<?>> accesses(JavaCodeUnit unit) {
        return Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream());
    }

    private static Stream<JavaCodeUnit> targets(CodeUnitAccessTarget target) {
        Stream<JavaCodeUnit> declared = target.resolveMember().stream().map(JavaCodeUnit.class::cast);
        if (target.getName().equals("<init>")) {
            return declared;
        }
        String[] parameters =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        Stream<JavaCodeUnit> overriding = target.getOwner().getAllSubclasses().stream()
                .flatMap(type -> type.tryGetMethod(target.getName(), parameters).stream());
        return Stream.concat(declared, overriding);
    }
}
