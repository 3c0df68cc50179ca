// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Entry;
import dev.turnout.bridge.queue.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code log.lua} answers. What another version wrote and we do not know is shown as far as it goes. */
final class LogReader {
    private static final Map<String, String> KINDS =
            Map.of("percent", "route", "group", "group", "cap", "cap", "pause", "pause", "age", "age");
    private static final List<String> FIELDS = List.of("percent", "group", "pause", "age", "cap");

    private LogReader() {}

    static List<Entry> read(Reply reply) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            entries.add(read(reply.text(i), reply.list(i + 1).map()));
        }
        return List.copyOf(entries);
    }

    private static Entry read(String id, Map<String, String> said) {
        Optional<String> field = FIELDS.stream().filter(said::containsKey).findFirst();
        return new Entry(
                Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
                number(said.getOrDefault("epoch", "-1")),
                said.getOrDefault("who", ""),
                field.map(KINDS::get).orElse("other"),
                said.getOrDefault("task", said.getOrDefault("job", "")),
                said.getOrDefault("before", ""),
                field.map(said::get).orElse(""),
                said.getOrDefault("why", ""));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
