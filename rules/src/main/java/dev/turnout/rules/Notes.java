// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Findings about the check itself: what was not read or not followed, and what is said of it that does not hold. */
final class Notes {
    /** Names listed in one. */
    private static final int NAMES = 5;

    private static final String CLASS_FILES = "class files";
    private static final String CLASS_PATH = "class path";

    private final Scope scope;
    private final Settings settings;

    Notes(Scope scope, Settings settings) {
        this.scope = scope;
        this.settings = settings;
    }

    /** What cannot be checked, or not well; {@code found} may name classes without lines. */
    List<Violation> gaps(List<Violation> found) {
        List<Violation> gaps = new ArrayList<>();
        if (!scope.kotlin.isEmpty()) {
            gaps.add(warning(
                    some(List.copyOf(scope.kotlin)) + " come from Kotlin, whose coroutines are not followed",
                    CLASS_FILES));
        }
        List<String> lineless = found.stream()
                .flatMap(v -> v.path().stream())
                .filter(frame -> frame.line() == 0)
                .map(Frame::className)
                .distinct()
                .sorted()
                .toList();
        if (!lineless.isEmpty()) {
            gaps.add(warning(some(lineless) + " have no line numbers, so findings in them name no line", CLASS_FILES));
        }
        if (!scope.unreadable.isEmpty()) {
            gaps.add(reason(Severity.ERROR, some(scope.unreadable) + " could not be read", CLASS_FILES));
        }
        if (!scope.twice.isEmpty()) {
            gaps.add(reason(
                    Severity.ERROR,
                    some(scope.twice) + ": two different classes of one name, and only the first was checked",
                    CLASS_FILES));
        }
        if (!scope.types.damaged().isEmpty()) {
            gaps.add(warning(
                    some(List.copyOf(scope.types.damaged())) + " of the class path could not be read", CLASS_PATH));
        }
        if (!scope.types.unresolved().isEmpty()) {
            gaps.add(warning(some(List.copyOf(scope.types.unresolved())) + " not on the class path", CLASS_PATH));
        }
        return gaps;
    }

    /** Calls of functions that nobody is seen to keep there, on the paths that are followed. */
    List<Violation> lostFunctions(Set<Method> calling, Set<Method> onPath) {
        List<String> names = calling.stream()
                .filter(onPath::contains)
                .map(Method::simpleName)
                .distinct()
                .sorted()
                .toList();
        return names.isEmpty()
                ? List.of()
                : List.of(note(
                        Rule.TRN806,
                        settings.of(Rule.TRN806, Severity.INFO),
                        some(names) + (names.size() == 1 ? " calls" : " call")
                                + " a function that is kept, and none is seen to be put there",
                        CLASS_FILES));
    }

    Violation nothingToCheck() {
        return warning(
                "no task, no method that returns a stage and no continuation in "
                        + scope.classNames().size() + " classes",
                "scope");
    }

    Violation warning(String what, String where) {
        return note(Rule.TRN806, settings.of(Rule.TRN806, Severity.WARNING), what, where);
    }

    /** An exemption, or a lane, that does not hold. */
    Violation stale(String what, String where) {
        return note(Rule.TRN805, settings.of(Rule.TRN805, Severity.ERROR), what, where);
    }

    /** Told whatever the settings say of {@code TRN806}, with its own severity. */
    static Violation reason(Severity severity, String what, String where) {
        return note(Rule.TRN806, severity, what, where);
    }

    static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
        return names.size() > NAMES ? first + " and " + (names.size() - NAMES) + " more" : first;
    }

    private static Violation note(Rule rule, Severity severity, String what, String where) {
        Frame place = new Frame(where, "", where, 0, "");
        return new Violation(
                rule,
                severity,
                Confidence.CERTAIN,
                where,
                false,
                what,
                place,
                List.of(),
                rule.because(),
                rule.fix(),
                0,
                List.of());
    }
}
