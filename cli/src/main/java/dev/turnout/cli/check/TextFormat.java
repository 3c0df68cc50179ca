// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import dev.turnout.rules.Baseline;
import dev.turnout.rules.KnownFinding;
import dev.turnout.rules.TextReport;
import java.util.List;

/** Findings as paragraphs, then the sums, then what the baseline has to say. */
final class TextFormat implements Format.Writing {
    @Override
    public String write(Baseline.Compared compared, Sources sources) {
        return TextReport.of(compared.open()) + baseline(compared);
    }

    /** One line for each thing to know about the baseline; none without one. */
    static String baseline(Baseline.Compared compared) {
        StringBuilder text = new StringBuilder();
        if (!compared.known().isEmpty()) {
            text.append(compared.known().size()).append(" known from the baseline, and let through\n");
        }
        compared.expired()
                .forEach(line -> text.append("the baseline let this through until ")
                        .append(line.until().map(Object::toString).orElse(""))
                        .append(": ")
                        .append(name(line))
                        .append(" (")
                        .append(line.reason())
                        .append(")\n"));
        if (!compared.fixed().isEmpty()) {
            text.append(fixed(compared.fixed())).append('\n');
        }
        return text.toString();
    }

    static String fixed(List<KnownFinding> lines) {
        int fixed = lines.stream().mapToInt(KnownFinding::count).sum();
        return fixed + " of the baseline " + (fixed == 1 ? "is" : "are")
                + " fixed; take them out of it with --update-baseline";
    }

    static String name(KnownFinding line) {
        return line.rule() + " " + line.call() + " from " + line.entry();
    }
}
