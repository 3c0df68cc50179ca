// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.table;

import org.openrewrite.Column;
import org.openrewrite.DataTable;
import org.openrewrite.Recipe;

/** One row for each blocking call on the path of a task. */
public class Sites extends DataTable<Sites.Row> {
    public Sites(Recipe recipe) {
        super(recipe, "Blocking sites of tasks", "Each blocking call on the path of a task, and what becomes of it.");
    }

    public record Row(
            @Column(displayName = "Task", description = "Address of the task on the wire.")
            String task,

            @Column(displayName = "Path", description = "Methods from the task to the call.")
            String path,

            @Column(displayName = "File", description = "Source file of the call.")
            String file,

            @Column(displayName = "Line", description = "Line of the call.")
            int line,

            @Column(displayName = "Call", description = "What is called.")
            String call,

            @Column(displayName = "Outcome", description = "native, offload or refused.")
            String outcome,

            @Column(displayName = "Reason", description = "Why it is not native, as a code.")
            String reason) {}
}
