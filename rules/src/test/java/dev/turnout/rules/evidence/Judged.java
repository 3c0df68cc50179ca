// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Confidence;
import dev.turnout.rules.Frame;
import dev.turnout.rules.Rule;
import dev.turnout.rules.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One finding of the gate in a released jar, for a reader to judge: can the thread that runs this frame be one that must not
 * wait, and can the call wait?
 */
record Judged(Key key, Confidence confidence, Verdict verdict, String reason, String judge) {
    static final List<String> COLUMNS = List.of(
            "artifact",
            "version",
            "rule",
            "entry",
            "sink",
            "blocked",
            "line",
            "confidence",
            "verdict",
            "reason",
            "judge");

    /** What a reader said. Who is not sure counts against the rules. */
    enum Verdict {
        TRUE,
        FALSE,
        UNSURE,
        /** Nobody has looked yet. */
        OPEN;

        static Verdict of(String text) {
            return text.isBlank() ? OPEN : valueOf(text.strip().toUpperCase(java.util.Locale.ROOT));
        }

        String text() {
            return this == OPEN ? "" : name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What makes a finding the same one in the same release. */
    record Key(Coordinates jar, Rule rule, String entry, String sink, String blocked, int line) {
        static Key of(Coordinates jar, Violation violation) {
            Frame place = violation.place();
            return new Key(
                    jar,
                    violation.rule(),
                    violation.entry(),
                    place.className() + "#" + place.methodName(),
                    violation.blockedCall(),
                    place.line());
        }

        /** {@code group:artifact}. */
        String module() {
            return jar.group() + ":" + jar.artifact();
        }

        @Override
        public String toString() {
            return jar + " " + rule + " " + entry + " -> " + sink + ":" + line + " " + blocked;
        }
    }

    static Judged open(Coordinates jar, Violation violation) {
        return new Judged(Key.of(jar, violation), violation.confidence(), Verdict.OPEN, "", "");
    }

    static Judged of(Map<String, String> row) {
        Key key = new Key(
                Coordinates.of(row.get("artifact"), row.get("version")),
                Rule.valueOf(row.get("rule")),
                row.get("entry"),
                row.get("sink"),
                row.get("blocked"),
                Integer.parseInt(row.get("line")));
        return new Judged(
                key,
                Confidence.valueOf(row.get("confidence")),
                Verdict.of(row.get("verdict")),
                row.get("reason"),
                row.get("judge"));
    }

    Map<String, String> row() {
        List<String> values = List.of(
                key.module(),
                key.jar().version(),
                key.rule().id(),
                key.entry(),
                key.sink(),
                key.blocked(),
                String.valueOf(key.line()),
                confidence.name(),
                verdict.text(),
                reason,
                judge);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            row.put(COLUMNS.get(i), values.get(i));
        }
        return row;
    }
}
