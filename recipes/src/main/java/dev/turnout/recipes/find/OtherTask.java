// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import dev.turnout.recipes.table.Sites;
import dev.turnout.recipes.table.Tasks;
import java.nio.file.Path;

/**
 * A task in a language that the recipes do not read: it keeps its source and runs in a blocking lane.
 *
 * @param address its name on the wire, with {@code ?} for a type of a parameter that its file does not tell
 * @param method class and method, for people
 * @param file its source
 * @param line where its head begins
 */
public record OtherTask(String address, String method, Path file, int line) {
    /** Whether the address is known to the last parameter, so that workers can be told of it. */
    public boolean isAddressKnown() {
        return !address.contains("?");
    }

    public Tasks.Row task() {
        return new Tasks.Row(address, Entries.JOB, "lane", Reason.NON_JAVA.name(), "blocking", "", 0, 0, 1);
    }

    public Sites.Row site() {
        return new Sites.Row(
                address,
                Entries.JOB,
                method,
                file.toString().replace('\\', '/'),
                line,
                method,
                "refused",
                Reason.NON_JAVA.name());
    }
}
