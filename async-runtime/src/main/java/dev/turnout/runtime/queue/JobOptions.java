// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody asks of a job beyond the call itself. A layout that cannot carry one of them refuses the job, see {@link
 * Form#check}; it drops none. Immutable.
 */
public final class JobOptions {
    /** Nothing is asked. */
    public static final JobOptions NONE = new JobOptions(new EnumMap<>(Ask.class));

    private final Map<Ask, Object> asked;

    private JobOptions(Map<Ask, Object> asked) {
        this.asked = asked;
    }

    /** What can be asked. */
    public enum Ask {
        /** What people see instead of class, method and arguments. */
        NAME,
        /** Words by which people find the job. */
        LABELS,
        /** The moment at which it is due, where that is not a time from now. */
        DUE,
        /** A key that only one job may have at a time. */
        UNIQUE,
        /** A time after which it must not start any more. */
        EXPIRY,
        /** More urgent jobs first. */
        PRIORITY,
        /** A time-out of its own. */
        TIMEOUT,
        /** How long its result is kept. */
        RESULT,
        /** Words that travel with it. */
        HEADERS
    }

    /** What is asked. */
    public Set<Ask> asked() {
        return asked.isEmpty() ? EnumSet.noneOf(Ask.class) : EnumSet.copyOf(asked.keySet());
    }

    /** What is asked beyond {@code carried}. */
    public Set<Ask> beyond(Set<Ask> carried) {
        Set<Ask> rest = asked();
        rest.removeAll(carried);
        return rest;
    }

    public Optional<String> name() {
        return get(Ask.NAME, String.class);
    }

    public List<String> labels() {
        return asked.get(Ask.LABELS) instanceof List<?> labels
                ? labels.stream().map(String::valueOf).toList()
                : List.of();
    }

    public Optional<Instant> due() {
        return get(Ask.DUE, Instant.class);
    }

    public Optional<String> unique() {
        return get(Ask.UNIQUE, String.class);
    }

    public Optional<Duration> expiry() {
        return get(Ask.EXPIRY, Duration.class);
    }

    public Optional<Integer> priority() {
        return get(Ask.PRIORITY, Integer.class);
    }

    public Optional<Duration> timeout() {
        return get(Ask.TIMEOUT, Duration.class);
    }

    public Optional<Duration> result() {
        return get(Ask.RESULT, Duration.class);
    }

    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (asked.get(Ask.HEADERS) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> headers.put(String.valueOf(key), String.valueOf(value)));
        }
        return headers;
    }

    public JobOptions name(String name) {
        return with(Ask.NAME, name);
    }

    public JobOptions labels(List<String> labels) {
        return with(Ask.LABELS, List.copyOf(labels));
    }

    public JobOptions due(Instant at) {
        return with(Ask.DUE, at);
    }

    public JobOptions unique(String key) {
        return with(Ask.UNIQUE, key);
    }

    public JobOptions expiry(Duration after) {
        return with(Ask.EXPIRY, after);
    }

    public JobOptions priority(int priority) {
        return with(Ask.PRIORITY, priority);
    }

    public JobOptions timeout(Duration limit) {
        return with(Ask.TIMEOUT, limit);
    }

    public JobOptions result(Duration kept) {
        return with(Ask.RESULT, kept);
    }

    public JobOptions header(String name, String value) {
        Map<String, String> headers = headers();
        headers.put(name, value);
        return with(Ask.HEADERS, Map.copyOf(headers));
    }

    private JobOptions with(Ask ask, Object value) {
        Map<Ask, Object> more = new EnumMap<>(Ask.class);
        more.putAll(asked);
        more.put(ask, value);
        return new JobOptions(more);
    }

    private <T> Optional<T> get(Ask ask, Class<T> type) {
        return Optional.ofNullable(asked.get(ask)).map(type::cast);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobOptions same && asked.equals(same.asked);
    }

    @Override
    public int hashCode() {
        return asked.hashCode();
    }

    @Override
    public String toString() {
        return asked.toString();
    }
}
