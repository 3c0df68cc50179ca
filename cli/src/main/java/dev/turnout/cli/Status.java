// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.bridge.Cutover;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Shows routes, both pools and the queue at this moment.",
        mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        dev.turnout.bridge.control.Status status = lever.ask(Cutover::status);
        Address where = lever.address();
        spec.commandLine().getOut().println(json ? json(status, where) : text(status) + "\nin " + where);
        spec.commandLine().getOut().flush();
        return Turnout.DONE;
    }

    private static String json(dev.turnout.bridge.control.Status status, Address where) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("redis", where.shown());
        all.put("prefix", where.prefix());
        all.put("epoch", status.epoch());
        all.put("routes", Tables.routes(status));
        all.put("groups", new TreeMap<>(status.groups()));
        all.put("workers", status.workers());
        all.put("legacyServers", status.servers());
        all.put("jobs", new TreeMap<>(status.counts()));
        all.put("reserved", status.reserved());
        all.put("parked", status.parked());
        all.put("caps", Tables.caps(status));
        all.put("inFlight", new TreeMap<>(status.inFlight()));
        all.put("paused", new TreeSet<>(status.paused()));
        all.put("minimumAgeMillis", status.minimumAge().toMillis());
        all.put("lastClaim", status.lastClaim().map(Object::toString).orElse(null));
        all.put("lastStart", status.lastStart().map(Object::toString).orElse(null));
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
    }

    private static String text(dev.turnout.bridge.control.Status status) {
        String routes = status.routes().isEmpty()
                ? "no route: every task is the legacy pool's"
                : Tables.of(
                        List.of("task", "route"),
                        new TreeMap<>(status.routes())
                                .entrySet().stream().map(e -> new Object[] {e.getKey(), e.getValue()}));
        String workers =
                status.workers().isEmpty()
                        ? "no async worker"
                        : Tables.of(
                                List.of("async worker", "lives", "obeys epoch", "in flight", "tasks"),
                                status.workers().stream().map(w -> new Object[] {
                                    w.label(), w.lives() ? "yes" : "NO", w.epoch(), w.inFlight(), w.tasks()
                                }));
        String servers = status.servers().isEmpty()
                ? "no legacy server"
                : Tables.of(
                        List.of("legacy server", "lives", "level", "threads", "poll, s"),
                        status.servers().stream().map(s -> new Object[] {
                            s.name() + " (id " + s.id() + ")",
                            s.lives() ? "yes" : "NO",
                            s.level(),
                            s.workerPoolSize(),
                            s.pollSeconds()
                        }));
        String counts = new TreeMap<>(status.counts())
                .entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "));
        return "epoch " + status.epoch() + "\n" + routes + "\n" + workers + "\n" + servers + "\n"
                + Tables.limits(status)
                + "\n" + pauses(status) + "jobs: " + counts + "; between the pools " + status.reserved() + ", parked "
                + status.parked()
                + "\na job is claimed when it is " + status.minimumAge().toMillis()
                + " ms old; the async pool last claimed "
                + Outcome.time(status.lastClaim()) + ", last started " + Outcome.time(status.lastStart());
    }

    private static String pauses(dev.turnout.bridge.control.Status status) {
        if (status.paused().contains("*")) {
            return "PAUSED: the async pool claims nothing\n";
        }
        return status.paused().isEmpty()
                ? ""
                : "PAUSED: the async pool claims no job of " + String.join(", ", new TreeSet<>(status.paused())) + "\n";
    }
}
