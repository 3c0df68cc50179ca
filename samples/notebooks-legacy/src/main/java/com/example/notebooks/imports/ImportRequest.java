package com.example.notebooks.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How many jobs, of which kinds: "all", or names of {@link TaskKind} with commas between. */
public record ImportRequest(int count, String mix, Long userId) {

    private static final int MAX_COUNT = 100_000;

    public ImportRequest {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count must be between 1 and " + MAX_COUNT + ", not " + count);
        }
        mix = mix == null || mix.isBlank() ? "all" : mix;
        userId = userId == null ? 1L : userId;
    }

    List<TaskKind> kinds() {
        if ("all".equalsIgnoreCase(mix)) {
            return List.of(TaskKind.values());
        }
        return Arrays.stream(mix.split(","))
                .map(name -> TaskKind.valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    }
}
