// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = "Ends the pause of a task, or every pause: async workers claim again.",
        mixinStandardHelpOptions = true)
final class Resume extends Pauses implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        return make(controls -> controls.resume(task()));
    }
}
