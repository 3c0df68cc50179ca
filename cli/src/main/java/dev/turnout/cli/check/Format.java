// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import dev.turnout.rules.Baseline;

/** How the result of a check is written. */
public enum Format {
    /** For a terminal. */
    text(new TextFormat()),
    /** For a program; {@code docs/check.md} has its fields. */
    json(new JsonFormat()),
    /** For code hosts and editors: SARIF 2.1.0. */
    sarif(new SarifFormat()),
    /** One page, that needs no other file. */
    html(new HtmlFormat()),
    /** Annotations of GitHub Actions, and the text behind them. */
    github(new GithubFormat());

    private final Writing writing;

    Format(Writing writing) {
        this.writing = writing;
    }

    /** @param sources where to look for the files that a finding names */
    public String write(Baseline.Compared compared, Sources sources) {
        return writing.write(compared, sources);
    }

    /** One of them. */
    interface Writing {
        String write(Baseline.Compared compared, Sources sources);
    }
}
