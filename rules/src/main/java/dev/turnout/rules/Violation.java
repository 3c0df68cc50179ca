// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One finding: a call that may wait, on a path that must not.
 *
 * @param rule which rule
 * @param severity what it does to the build
 * @param confidence how sure the path is
 * @param entry the task or method where the async path begins, as {@code com.acme.Foo#bar(java.lang.String)}
 * @param entryIsTask whether workers run {@code entry} as a task
 * @param blockedCall what waits, as {@code OrderRepository.findById}
 * @param place where that call stands
 * @param path from the entry to the call's place, first step first; the last is {@code place}
 * @param because why the thread must not wait there
 * @param fix what to do about it
 * @param otherEntries how many more async entries meet the same call; they are counted, not repeated
 * @param alsoFrom the first {@value #ALSO} of these, by address
 * @param stable by which keys and baselines know it
 */
public record Violation(
        Rule rule,
        Severity severity,
        Confidence confidence,
        String entry,
        boolean entryIsTask,
        String blockedCall,
        Frame place,
        List<Frame> path,
        String because,
        String fix,
        int otherEntries,
        List<String> alsoFrom,
        StableNames stable) {
    /** Entries that are named beside the nearest one. */
    static final int ALSO = 100;

    static final Comparator<Violation> ORDER = Comparator.comparing(Violation::entry)
            .thenComparing(v -> v.place().fileName())
            .thenComparing(v -> v.place().line())
            .thenComparing(v -> v.rule().id())
            .thenComparing(Violation::blockedCall);

    public Violation {
        path = List.copyOf(path);
        alsoFrom = List.copyOf(alsoFrom);
    }

    /** One in which no class is anonymous. */
    Violation(
            Rule rule,
            Severity severity,
            Confidence confidence,
            String entry,
            boolean entryIsTask,
            String blockedCall,
            Frame place,
            List<Frame> path,
            String because,
            String fix,
            int otherEntries,
            List<String> alsoFrom) {
        this(
                rule,
                severity,
                confidence,
                entry,
                entryIsTask,
                blockedCall,
                place,
                path,
                because,
                fix,
                otherEntries,
                alsoFrom,
                StableNames.of(entry, path, UnaryOperator.identity()));
    }

    /** The same, with stable names by {@code names}. */
    Violation named(UnaryOperator<String> names) {
        return new Violation(
                rule,
                severity,
                confidence,
                entry,
                entryIsTask,
                blockedCall,
                place,
                path,
                because,
                fix,
                otherEntries,
                alsoFrom,
                StableNames.of(entry, path, names));
    }

    /** Whether this finding fails a check. */
    public boolean fails() {
        return severity == Severity.ERROR && confidence != Confidence.POSSIBLE;
    }

    /** What stays the same when lines move and helpers are renamed: rule, entry and blocked call. */
    public String key() {
        return rule.id() + " " + stable.entry() + " " + blockedCall;
    }

    /** The method that holds the call, as {@code com.acme.Shelf#first}, by a name that stays. */
    String home() {
        List<String> steps = stable.steps();
        return steps.isEmpty() ? home(place) : steps.get(steps.size() - 1);
    }

    static String home(Frame frame) {
        return place(frame.className(), frame.methodName());
    }

    static String place(String className, String methodName) {
        return className + "#" + methodName;
    }
}
