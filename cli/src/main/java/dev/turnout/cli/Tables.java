// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.turnout.bridge.control.RouteKey;
import dev.turnout.bridge.control.Status;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Figures as text. */
final class Tables {
    private static final int WIDEST_COLUMN = 110;

    private Tables() {}

    static String of(List<String> header, Stream<Object[]> rows) {
        Column[] columns = header.stream()
                .map(name -> new Column()
                        .header(name)
                        .dataAlign(HorizontalAlign.LEFT)
                        .maxWidth(WIDEST_COLUMN))
                .toArray(Column[]::new);
        return AsciiTable.getTable(columns, rows.toArray(Object[][]::new));
    }

    /** Caps and jobs in flight, a task a line. */
    static String limits(Status status) {
        Set<String> tasks = new TreeSet<>(status.caps().keySet());
        tasks.addAll(status.inFlight().keySet());
        if (tasks.isEmpty()) {
            return "no cap, and no job in flight in the async pool";
        }
        return of(List.of("task", "cap", "in flight"), tasks.stream().map(task -> new Object[] {
            task.equals("*") ? "* (each task that was never given a cap of its own)" : task,
            cap(status, task),
            task.equals("*") ? "" : status.inFlight().getOrDefault(task, 0L)
        }));
    }

    private static String cap(Status status, String task) {
        if (!status.caps().containsKey(task)) {
            return status.caps().containsKey("*") ? "as *" : "none";
        }
        OptionalInt cap = status.caps().getOrDefault(task, OptionalInt.empty());
        return cap.isPresent() ? Integer.toString(cap.getAsInt()) : "none";
    }

    /** Per cent by task, {@code @group} or {@code *} for JSON; where a key decides, an object. */
    static Map<String, Object> routes(Status status) {
        Map<String, Object> routes = new TreeMap<>();
        status.routes()
                .forEach((name, route) -> routes.put(
                        name,
                        route.key().equals(RouteKey.ID)
                                ? route.percent()
                                : Map.of(
                                        "percent",
                                        route.percent(),
                                        "key",
                                        route.key().path())));
        return routes;
    }

    /** Caps by task for JSON, null for none. */
    static Map<String, Object> caps(Status status) {
        Map<String, Object> caps = new TreeMap<>();
        status.caps().forEach((task, cap) -> caps.put(task, cap.isPresent() ? cap.getAsInt() : null));
        return caps;
    }
}
