// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults that a compiler like this one could have. Each is put into rewritten source, and has to be noticed. */
enum KnownWrong {
    UPDATE_SKIPPED_ON_CONTINUE(text -> text.replaceAll("\\w+\\.\\w+\\+\\+;(\\s*return Stages\\.ok\\(true\\);)", "$1")),
    CATCHES_SEE_EACH_OTHER(in("Stages.catching(", "Wrong.catchingOwn(")),
    CATCH_NOT_PEELED(in("Stages.catching(", "Wrong.catchingWrapped(")),
    JOIN_NOT_WRAPPED(in("Stages.joined(", "Wrong.bare(")),
    LEFT_OPERAND_READ_LATE(text -> late(text, "(?!\\w+\\.\\w+;)[^;\\n]+")),
    OLD_VALUE_NOT_SAVED(text -> late(text, "\\w+\\.\\w+(?=;)")),
    FAILURE_LOST_IN_FINALLY(
            text -> text.replace("Stages.lastly(", "dev.turnout.recipes.differential.Wrong." + "lastlySwallowing(")
                    .replace("Stages.lastlyRun(", "dev.turnout.recipes.differential.Wrong." + "lastlyRunSwallowing(")),
    FINALLY_ONLY_IF_WELL(in("Stages.lastlyRun(", "Wrong.lastlyRunIfWell(")),
    RIGHT_SIDE_ALWAYS_ASKED(text -> asked(asked(text, "false"), "true")),
    CLOSED_IN_ORDER(in("Stages.using(", "Wrong.usingInOrder(")),
    SUPPRESSED_LOST(in("Stages.using(", "Wrong.usingForgetting(")),
    BREAK_GOES_ON(in("Stages.forEachWhile(", "Wrong.forEachOn(")),
    NULL_FOR_A_PRIMITIVE(text -> text.replaceAll("(\\w+) -> \\(int\\) \\1\\b", "$1 -> $1"));

    private final UnaryOperator<String> spoil;

    KnownWrong(UnaryOperator<String> spoil) {
        this.spoil = spoil;
    }

    String spoil(String text) {
        return spoil.apply(text);
    }

    private static UnaryOperator<String> in(String right, String wrong) {
        return text -> text.replace(right, "dev.turnout.recipes.differential." + wrong);
    }

    /** Puts what a variable saved before a wait where the variable is read, behind the wait. */
    private static String late(String text, String saved) {
        String changed = text;
        Matcher found = Pattern.compile("var (before\\d*) = (" + saved + ");").matcher(text);
        while (found.find()) {
            String name = found.group(1);
            int from = changed.indexOf(found.group());
            if (from < 0) {
                continue; // what it saved was itself put somewhere else
            }
            int to = changed.indexOf("var " + name + " = ", from + 1);
            String part = changed.substring(from + found.group().length(), to < 0 ? changed.length() : to);
            String now = part.replaceAll("\\b" + name + "\\b", Matcher.quoteReplacement("(" + found.group(2) + ")"));
            changed = changed.substring(0, from) + now + (to < 0 ? "" : changed.substring(to));
        }
        return changed;
    }

    /** Asks for the right side of a condition whose left side has decided, too. */
    private static String asked(String text, String value) {
        String end = " : Stages.ok(" + value + ")";
        StringBuilder changed = new StringBuilder(text);
        for (int at = changed.indexOf(end); at >= 0; at = changed.indexOf(end, at + 1)) {
            int depth = 0;
            int from = at - 1;
            while (from > 0 && (depth > 0 || changed.charAt(from) != '?' || changed.charAt(from - 1) != ' ')) {
                depth += changed.charAt(from) == ')' ? 1 : changed.charAt(from) == '(' ? -1 : 0;
                from--;
            }
            String stage = changed.substring(from + 1, at).strip();
            changed.replace(
                    at,
                    at + end.length(),
                    " : " + "dev.turnout.recipes.differential.Wrong." + "asked(" + stage + ", " + value + ")");
        }
        return changed.toString();
    }
}
