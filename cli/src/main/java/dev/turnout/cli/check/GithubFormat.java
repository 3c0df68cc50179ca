// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import dev.turnout.rules.Baseline;
import dev.turnout.rules.Confidence;
import dev.turnout.rules.Frame;
import dev.turnout.rules.Severity;
import dev.turnout.rules.TextReport;
import dev.turnout.rules.Violation;

/**
 * Workflow commands of GitHub Actions, which show up beside the line: {@code ::error file=..,line=..,title=..::text};
 * where there is no source, without file and line.
 * Percent and line breaks are escaped, in properties colon and comma as well, as GitHub's own toolkit does it.
 */
final class GithubFormat implements Format.Writing {
    @Override
    public String write(Baseline.Compared compared, Sources sources) {
        StringBuilder text = new StringBuilder();
        compared.open().violations().stream()
                .filter(v -> v.severity() != Severity.INFO && v.confidence() != Confidence.POSSIBLE)
                .forEach(v -> text.append(annotation(v, sources)).append('\n'));
        if (!compared.fixed().isEmpty()) {
            text.append("::notice title=Turnout baseline::")
                    .append(data(TextFormat.fixed(compared.fixed())))
                    .append('\n');
        }
        return text.append(TextReport.summary(compared.open()))
                .append('\n')
                .append(TextFormat.baseline(compared))
                .toString();
    }

    private static String annotation(Violation violation, Sources sources) {
        Frame place = violation.place();
        String line = place.line() > 0 ? ",line=" + place.line() : "";
        String where = sources.inCheckout(place)
                .map(file -> "file=" + property(file) + line + ",")
                .orElse("");
        return "::" + (violation.fails() ? "error " : "warning ") + where + "title="
                + property(violation.rule().id() + " " + violation.rule().title()) + "::"
                + data(TextReport.of(violation).stripTrailing());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
