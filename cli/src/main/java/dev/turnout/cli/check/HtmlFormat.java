// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import dev.turnout.rules.Baseline;
import dev.turnout.rules.Confidence;
import dev.turnout.rules.Counts;
import dev.turnout.rules.Frame;
import dev.turnout.rules.Report;
import dev.turnout.rules.Task;
import dev.turnout.rules.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** One page: the verdict, each finding with its path and the source around it, the tasks. Needs no script to be read. */
final class HtmlFormat implements Format.Writing {
    private static final int BEFORE = 2;
    private static final int AFTER = 1;

    @Override
    public String write(Baseline.Compared compared, Sources sources) {
        return template().replace("@verdict@", verdict(compared.open())).replace("@body@", body(compared, sources));
    }

    private static String body(Baseline.Compared compared, Sources sources) {
        Report report = compared.open();
        StringBuilder page = new StringBuilder("<h1>Turnout check: <span class=\"verdict ")
                .append(report.passes() ? "good" : "bad")
                .append("\">")
                .append(verdict(report))
                .append("</span></h1>\n")
                .append(sums(compared));
        if (!report.violations().isEmpty()) {
            page.append(
                            "<h2>Findings</h2>\n<div class=\"bar\"><input type=\"search\" placeholder=\"Search: a rule, a class,"
                                    + " a file\" aria-label=\"Search\"><label><input type=\"checkbox\" id=\"all\"")
                    .append(report.passes() ? " checked" : "")
                    .append("> also those that do not fail</label></div>\n");
            report.violations().stream()
                    .sorted(Comparator.comparing(violation -> !violation.fails()))
                    .forEach(violation -> page.append(article(violation, sources)));
        }
        return page.append(baseline(compared)).append(tasks(report.tasks())).toString();
    }

    private static String verdict(Report report) {
        int failures = report.failures().size();
        return failures == 0 ? "nothing fails" : failures == 1 ? "1 finding fails" : failures + " findings fail";
    }

    private static String sums(Baseline.Compared compared) {
        Counts counts = compared.open().counts();
        StringBuilder list = new StringBuilder("<ul class=\"sums\">");
        Stream.of(
                        sum(counts.classes(), "classes"),
                        sum(counts.entries(), "async entries"),
                        sum(compared.open().tasks().size(), "tasks"),
                        sum(counts.exemptions(), "exemptions"),
                        sum(counts.unresolvedTypes(), "types not on the class path"),
                        sum(compared.known().size(), "known from the baseline"))
                .forEach(list::append);
        return list.append("</ul>\n").toString();
    }

    private static String sum(int number, String what) {
        return "<li><b>" + number + "</b> " + what + "</li>";
    }

    private static String article(Violation violation, Sources sources) {
        StringBuilder text = new StringBuilder("<article class=\"")
                .append(kind(violation))
                .append("\">\n<span class=\"tag\">")
                .append(label(violation))
                .append("</span>\n<h3>")
                .append(violation.rule().id())
                .append(" ")
                .append(violation.rule().title())
                .append(": <code>")
                .append(escaped(violation.blockedCall()))
                .append("</code></h3>\n<p class=\"entry\">")
                .append(violation.entryIsTask() ? "task " : "")
                .append("<code>")
                .append(escaped(violation.entry()))
                .append("</code>")
                .append(
                        violation.otherEntries() > 0
                                ? " and " + violation.otherEntries() + " more async "
                                        + (violation.otherEntries() == 1 ? "path" : "paths")
                                : "")
                .append("</p>\n<ol class=\"path\">\n");
        violation.path().forEach(frame -> text.append(step(frame, sources)));
        return text.append("</ol>\n")
                .append(excerpt(violation.place(), sources))
                .append("<dl><dt>because</dt><dd>")
                .append(escaped(violation.because()))
                .append("</dd><dt>mend</dt><dd>")
                .append(escaped(violation.fix()))
                .append("</dd></dl>\n</article>\n")
                .toString();
    }

    private static String step(Frame frame, Sources sources) {
        String place = sources.name(frame) + (frame.line() > 0 ? ":" + frame.line() : "");
        return "<li><code title=\"" + escaped(place) + "\">" + escaped(frame.name())
                + "</code> <span class=\"mono role\">" + escaped(frame.place()) + "</span> <span class=\"role\">"
                + escaped(frame.role()) + "</span></li>\n";
    }

    private static String excerpt(Frame place, Sources sources) {
        List<Sources.Line> lines = sources.around(place, BEFORE, AFTER);
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("<pre>");
        for (Sources.Line line : lines) {
            String shown = "<i>%5d</i>  %s".formatted(line.number(), escaped(line.text()));
            text.append(line.number() == place.line() ? "<span class=\"at\">" + shown + "</span>" : shown)
                    .append('\n');
        }
        return text.append("</pre>\n").toString();
    }

    private static String baseline(Baseline.Compared compared) {
        String lines = TextFormat.baseline(compared);
        return lines.isEmpty()
                ? ""
                : "<h2>Baseline</h2>\n<p>" + escaped(lines.stripTrailing()).replace("\n", "<br>\n") + "</p>\n";
    }

    private static String tasks(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "<h2>Tasks</h2>\n<table><tr><th>task</th><th>lane</th><th>found</th><th>failing</th></tr>\n");
        for (Task task : tasks) {
            table.append("<tr><td><code>")
                    .append(escaped(task.address()))
                    .append("</code></td><td>")
                    .append(escaped(task.lane()))
                    .append("</td><td>")
                    .append(escaped(task.foundBy()))
                    .append("</td><td>")
                    .append(task.violations())
                    .append("</td></tr>\n");
        }
        return table.append("</table>\n").toString();
    }

    private static String kind(Violation violation) {
        return violation.fails()
                ? "fails"
                : violation.confidence() == Confidence.POSSIBLE ? "possible" : word(violation.severity());
    }

    private static String label(Violation violation) {
        return violation.fails()
                ? "fails, " + word(violation.confidence())
                : word(violation.severity()) + ", " + word(violation.confidence());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String template() {
        try (InputStream page = HtmlFormat.class.getResourceAsStream("page.html")) {
            return new String(Objects.requireNonNull(page, "page.html").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
