// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = "Async workers claim no job of a task, or none at all, until resume. Running jobs go on, and the"
                + " legacy pool is not touched.",
        mixinStandardHelpOptions = true)
final class Pause extends Pauses implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        return make(controls -> controls.pause(task()));
    }
}
