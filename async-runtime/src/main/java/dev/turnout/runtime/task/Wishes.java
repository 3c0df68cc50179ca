// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What an annotation or a line of a catalog says about retries and time. What it does not say stays as it is. */
record Wishes(
        OptionalInt retries,
        Optional<Duration> timeout,
        Optional<Duration> backOff,
        double factor,
        Duration longest,
        List<Class<? extends Throwable>> never) {
    private static final int NOT_SAID = -1;
    private static final double FACTOR = 2;
    private static final Duration LONGEST = Duration.ofHours(1);

    static Wishes of(AsyncTask task) {
        return new Wishes(
                task.retries() == NOT_SAID ? OptionalInt.empty() : OptionalInt.of(task.retries()),
                Durations.parse(task.timeout()),
                Durations.parse(task.backOff()),
                task.backOffFactor(),
                Durations.parse(task.backOffLongest()).orElse(LONGEST),
                Arrays.asList(task.neverRetry()));
    }

    /** Reads {@code name=value} words from {@code from} on. */
    static Wishes read(String[] words, int from) {
        Wishes wishes = new Wishes(OptionalInt.empty(), Optional.empty(), Optional.empty(), FACTOR, LONGEST, List.of());
        for (int at = from; at < words.length; at++) {
            wishes = wishes.with(words[at]);
        }
        return wishes;
    }

    private Wishes with(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = word.substring(equals + 1);
        try {
            return switch (name) {
                case "retries" ->
                    new Wishes(OptionalInt.of(Integer.parseInt(value)), timeout, backOff, factor, longest, never);
                case "timeout" -> new Wishes(retries, Durations.parse(value), backOff, factor, longest, never);
                case "backOff" -> new Wishes(retries, timeout, Durations.parse(value), factor, longest, never);
                case "backOffFactor" ->
                    new Wishes(retries, timeout, backOff, Double.parseDouble(value), longest, never);
                case "backOffLongest" ->
                    new Wishes(
                            retries,
                            timeout,
                            backOff,
                            factor,
                            Durations.parse(value).orElse(LONGEST),
                            never);
                default -> throw unknown(word);
            };
        } catch (NumberFormatException noNumber) {
            throw unknown(word);
        }
    }

    private static IllegalArgumentException unknown(String word) {
        return new IllegalArgumentException("TURNOUT-0102 '" + word + "' is no setting of a task; nothing was started."
                + " Write retries=5, timeout=30s, backOff=2s, backOffFactor=2 or backOffLongest=1h.");
    }

    TaskDefinition applyTo(TaskDefinition task) {
        RetryPolicy policy = task.retry();
        if (retries.isPresent()) {
            policy = policy.retries(retries.getAsInt());
        }
        if (backOff.isPresent()) {
            Duration first = backOff.get();
            policy = policy.backOff(first, factor, longest.compareTo(first) < 0 ? first : longest);
        }
        for (Class<? extends Throwable> type : never) {
            policy = policy.never(type);
        }
        TaskDefinition wished = task.retry(policy);
        return timeout.isPresent() ? wished.timeout(timeout.get()) : wished;
    }
}
