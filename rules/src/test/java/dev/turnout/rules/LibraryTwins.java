// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Twins.stageMethod;

import java.util.List;

/** What is seen in the code of a library on the class path, which no row speaks of. */
final class LibraryTwins {
    private LibraryTwins() {}

    static List<Twin> all() {
        String remote = "new lib.Remote().§;";
        return List.of(
                stageMethod("a library's method waits on each way", TRN104, remote, "fetch()", "peek()"),
                stageMethod("through what it calls", TRN104, remote, "fetchVia()", "peekVia()"),
                stageMethod("in both arms", TRN104, remote, "either(1)", "sometimes(1)"),
                stageMethod("past a check that throws", TRN104, remote, "checked(1)", "skipped(0)"),
                stageMethod("in a switch", TRN104, remote, "each(1)", "some(1)"),
                stageMethod("not behind an interface", TRN104, remote, "toMe()", "toSomebody(() -> {})"),
                stageMethod(
                        "not where it answers with a future", TRN104, "o = new lib.Remote().§;", "text()", "later()"));
    }
}
