// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.rules.Rules;
import dev.turnout.rules.TextReport;
import java.util.List;

/** The rules, before and after. */
record Check(Console console) {
    /** @throws DemoFailure if the rules pass the legacy classes or fail the rewritten ones */
    Report.Violations of(Application legacy, Application rewritten) throws Exception {
        dev.turnout.rules.Report before = console.during("reading the legacy classes", () -> check(legacy));
        console.line("legacy:    " + TextReport.summary(before));
        before.failures().stream().limit(1).forEach(one -> console.line(TextReport.of(one)));
        dev.turnout.rules.Report after = console.during("reading the rewritten classes", () -> check(rewritten));
        console.line("rewritten: " + TextReport.summary(after));
        if (before.passes()) {
            throw new DemoFailure("the rules pass the legacy classes: they see nothing");
        }
        if (!after.passes()) {
            throw new DemoFailure("the rules fail the rewritten classes:\n" + TextReport.of(after));
        }
        return new Report.Violations(before.failures().size(), after.failures().size());
    }

    private static dev.turnout.rules.Report check(Application application) {
        return Rules.check(List.of(application.classes()), application.libraries());
    }
}
