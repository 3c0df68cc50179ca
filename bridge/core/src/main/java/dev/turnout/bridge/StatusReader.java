// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.Status;
import dev.turnout.bridge.queue.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what {@code status.lua} answers. A field that another version wrote and we cannot read counts as not said. */
final class StatusReader {
    private StatusReader() {}

    static Status read(Reply reply) {
        Map<String, Route> routes = new LinkedHashMap<>();
        reply.list(2)
                .map()
                .forEach((task, record) -> routes.put(task, Route.parse(record).orElse(Route.LEGACY)));
        Map<String, OptionalInt> caps = new LinkedHashMap<>();
        reply.list(8).map().forEach((task, record) -> caps.put(task, cap(record)));
        return new Status(
                reply.number(1),
                routes,
                workers(reply.list(3)),
                servers(reply.list(4)),
                numbers(reply.list(5)),
                reply.number(6),
                reply.number(7),
                caps,
                numbers(reply.list(9)),
                Set.copyOf(reply.list(10).texts()),
                reply.list(11).map(),
                time(reply.list(12), "claim"),
                time(reply.list(12), "start"),
                Duration.of(reply.number(13), ChronoUnit.MICROS));
    }

    private static Optional<Instant> time(Reply last, String field) {
        long micros = number(last.map(), field);
        return micros < 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static Map<String, Long> numbers(Reply pairs) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        pairs.map().forEach((name, number) -> numbers.put(name, Long.valueOf(number)));
        return numbers;
    }

    private static OptionalInt cap(String record) {
        try {
            return OptionalInt.of(Integer.parseInt(record));
        } catch (NumberFormatException none) {
            return OptionalInt.empty();
        }
    }

    private static List<Status.Worker> workers(Reply list) {
        List<Status.Worker> workers = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Reply worker = list.list(i);
            workers.add(
                    worker(worker.text(0), worker.number(1) == 1, worker.list(2).map(), worker.number(3)));
        }
        return workers;
    }

    /** A worker as it says of itself. */
    static Status.Worker worker(String id, boolean lives, Map<String, String> said, long tasks) {
        return new Status.Worker(
                id,
                said.getOrDefault("name", "?"),
                said.getOrDefault("host", "?"),
                number(said, "pid"),
                lives,
                number(said, "epoch"),
                (int) number(said, "inFlight"),
                tasks);
    }

    private static List<Status.LegacyServer> servers(Reply list) {
        List<Status.LegacyServer> servers = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Reply server = list.list(i);
            Map<String, String> said = server.list(3).map();
            servers.add(new Status.LegacyServer(
                    server.text(0),
                    said.getOrDefault("name", "?"),
                    server.number(1) == 1,
                    server.text(2),
                    (int) number(said, "workerPoolSize"),
                    (int) number(said, "pollIntervalInSeconds")));
        }
        return servers;
    }

    private static long number(Map<String, String> said, String field) {
        try {
            return Long.parseLong(said.getOrDefault(field, "-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
