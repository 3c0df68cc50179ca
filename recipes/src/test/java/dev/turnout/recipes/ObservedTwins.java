// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;

/** The recipe, which can be asked for its verdicts afterwards. */
public final class ObservedTwins extends CreateAsyncTwins {
    private transient @Nullable Rewriting rewriting;

    @Override
    public Rewriting getInitialValue(ExecutionContext ctx) {
        rewriting = super.getInitialValue(ctx);
        return rewriting;
    }

    /** What it has said about each task. */
    public List<Verdict> verdicts() {
        return Objects.requireNonNull(rewriting, "has not run")
                .project()
                .plan(new Composer())
                .verdicts();
    }
}
