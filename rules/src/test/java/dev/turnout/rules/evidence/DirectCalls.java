// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A rule in ArchUnit's own words: in no method that returns a stage stands a call of that kind, be it in a lambda. */
record DirectCalls(String name, Predicate<CodeUnitAccessTarget> blocks, Imports imports) implements Tool {
    @Override
    public Optional<Findings> on(Jar jar, Pair any) {
        JavaClasses classes = imports.of(jar);
        DescribedPredicate<JavaCall<?>> waits = DescribedPredicate.describe(
                "wait", call -> Imported.isAsync(call.getOrigin()) && blocks.test(call.getTarget()));
        EvaluationResult result = noClasses().should().callCodeUnitWhere(waits).evaluate(classes);
        List<JavaCall<?>> calls = new ArrayList<>();
        result.handleViolations((Collection<JavaCall<?>> violating, String message) -> calls.addAll(violating));
        return Optional.of(new Findings() {
            @Override
            public int inAll() {
                return calls.size();
            }

            @Override
            public boolean at(Pair pair) {
                return calls.stream()
                        .anyMatch(call -> pair.places().contains(Imported.place(call.getOrigin()))
                                && pair.isCall(Imports.simpleName(call.getTarget())));
            }
        });
    }
}
