// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Verdict;
import java.util.List;
import org.openrewrite.ExecutionContext;

/** The recipe, which can be asked for its verdicts afterwards. */
public final class ObservedTwins extends CreateAsyncTwins {
    private transient Rewriting rewriting = new Rewriting();

    @Override
    public Rewriting getInitialValue(ExecutionContext ctx) {
        rewriting = super.getInitialValue(ctx);
        return rewriting;
    }

    /** What it has said about each task. */
    public List<Verdict> verdicts() {
        return rewriting.project().plan(new Composer()).verdicts();
    }
}
