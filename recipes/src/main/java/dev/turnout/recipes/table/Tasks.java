// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.table;

import org.openrewrite.Column;
import org.openrewrite.DataTable;
import org.openrewrite.Recipe;

/** One row for each task. */
public class Tasks extends DataTable<Tasks.Row> {
    public Tasks(Recipe recipe) {
        super(recipe, "Tasks", "Each task, and how workers of the async pool run it.");
    }

    public record Row(
            @Column(displayName = "Task", description = "Address of the task on the wire.")
            String task,

            @Column(displayName = "Verdict", description = "compose, lane or leave.")
            String verdict,

            @Column(displayName = "Reason", description = "Why it is not composed, as a code.")
            String reason,

            @Column(displayName = "Lane", description = "composed or blocking.")
            String lane,

            @Column(displayName = "Pool", description = "Pool of the blocking lane; empty for the default one.")
            String pool,

            @Column(displayName = "Native", description = "Sites that become stages.")
            int nativeSites,

            @Column(displayName = "Offload", description = "Sites that are handed to a blocking thread.")
            int offloadSites,

            @Column(displayName = "Refused", description = "Sites that keep the task in a lane.")
            int refusedSites) {}
}
