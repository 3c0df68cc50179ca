// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.bridge.control.Entry;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "log",
        description =
                "Shows who changed which route, group, cap, pause or age, when, from what to what, and why; newest first.",
        mixinStandardHelpOptions = true)
final class Log implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Option(names = "--most", defaultValue = "50", description = "How many to show at most (${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<Entry> entries = lever.ask(cutover -> cutover.log(most));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(entries) : text(entries));
        out.flush();
        return Turnout.DONE;
    }

    private static String text(List<Entry> entries) {
        return entries.isEmpty()
                ? "nothing was ever changed"
                : Tables.of(
                        List.of("when", "epoch", "who", "what", "task", "from", "to", "why"),
                        entries.stream().map(entry -> new Object[] {
                            entry.at(),
                            entry.epoch(),
                            entry.who(),
                            entry.what(),
                            entry.target(),
                            entry.from(),
                            entry.to(),
                            entry.why()
                        }));
    }

    private static String json(List<Entry> entries) throws Exception {
        List<Map<String, Object>> rows = entries.stream().map(Log::row).toList();
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(Map.of("log", rows));
    }

    private static Map<String, Object> row(Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("at", entry.at().toString());
        row.put("epoch", entry.epoch());
        row.put("who", entry.who());
        row.put("what", entry.what());
        row.put("task", entry.target());
        row.put("from", entry.from());
        row.put("to", entry.to());
        row.put("why", entry.why());
        return row;
    }
}
