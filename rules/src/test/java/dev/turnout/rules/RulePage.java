// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Locale;

/** The page of a rule in {@code docs/rules}. */
final class RulePage {
    private static final String PAGE = """
            # %s %s

            Severity **%s**: %s.

            Mend: %s.

            ## Found

            ```java
            %s
            ```

            ## Left alone

            ```java
            %s
            ```

            ## Where

            %s

            | lane of the task | severity |
            |---|---|
            | composed | %s |
            | blocking | %s |
            | virtual | %s |

            ## Recipe

            %s

            Another severity is a line of `META-INF/turnout/rules.properties`: `%s = off`. [All rules](../rules.md)
            """;

    private RulePage() {}

    static String of(Example example) {
        Rule rule = example.rule();
        Severity severity = rule.severity();
        return PAGE.formatted(
                rule.id(),
                rule.title(),
                word(severity),
                rule.because(),
                rule.fix(),
                example.bad(),
                example.good(),
                where(rule),
                word(severity),
                word(Profile.BLOCKING.severity(rule, severity)),
                word(Profile.VIRTUAL.severity(rule, severity)),
                recipe(rule),
                rule.id());
    }

    private static String where(Rule rule) {
        return switch (rule.reach()) {
            case ASYNC ->
                "On every async path: from a task without a lane, a twin, a method that returns a stage, a"
                        + " continuation or a `@NonBlocking` method, through calls, overrides and lambdas, to the first offload.";
            case CONTINUATION -> "In continuations, and what they call.";
            case LATER ->
                "In continuations and offloaded functions, and what they call: both run later, on whichever"
                        + " thread.";
            case OFFLOAD -> "In offloaded functions, and what they call.";
            case ANYWHERE -> "On every async path, and in offloaded functions.";
            case TRANSACTION -> "In methods and functions that run in a transaction, and what they call.";
            case PLACE -> "The place alone shows it; no path is needed.";
        };
    }

    private static String recipe(Rule rule) {
        return rule.recipe().map(name -> "`" + name + "`: ").orElse("None, by hand: ") + rule.byHand() + ".";
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
