// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.runtime.queue.Door;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "parked",
        description =
                "Lists jobs that async workers have left alone, with the reason. They stay in the queue; workers look"
                        + " at them again every minute, and legacy servers may run them at any time.",
        mixinStandardHelpOptions = true)
final class Parked implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Option(names = "--most", defaultValue = "100", description = "How many to list at most (${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<Door.Parked> parked = lever.askQueue(queue -> queue.door().parked(most));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(parked) : text(parked));
        out.flush();
        return Turnout.DONE;
    }

    private static String json(List<Door.Parked> parked) throws Exception {
        return new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(Map.of("parked", parked));
    }

    private static String text(List<Door.Parked> parked) {
        return parked.isEmpty()
                ? "nothing is parked"
                : Tables.of(List.of("job", "reason"), parked.stream().map(job ->
                        new Object[] {job.id(), job.reason()}));
    }
}
