// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges each {@code @AllowBlocking}: whether it says why, until when, and is still needed. */
final class Exemptions {
    private final Collection<Method> nodes;
    private final Set<Method> reached;
    private final LocalDate today;

    /** @param entries where async paths begin */
    Exemptions(Collection<Method> nodes, Collection<Method> entries, LocalDate today) {
        this.nodes = nodes;
        this.reached = Search.from(entries);
        this.today = today;
    }

    /** A place that has one, and what is wrong with it. */
    record Stale(String place, String what) {}

    /** How many places are exempt. */
    int count() {
        return byExemption().size();
    }

    List<Stale> stale() {
        List<Stale> stale = new ArrayList<>();
        byExemption().forEach((exemption, methods) -> {
            String wrong = wrong(exemption, methods);
            if (!wrong.isEmpty()) {
                stale.add(new Stale(exemption.place(), "@AllowBlocking on " + exemption.place() + " " + wrong));
            }
        });
        return stale;
    }

    private String wrong(Method.Exemption exemption, List<Method> methods) {
        if (exemption.reason().isBlank()) {
            return "has no reason";
        }
        if (!exemption.until().isEmpty()) {
            try {
                if (LocalDate.parse(exemption.until()).isBefore(today)) {
                    return "ended on " + exemption.until();
                }
            } catch (DateTimeParseException e) {
                return "ends on '" + exemption.until() + "', which is no date such as 2027-03-01";
            }
        }
        if (methods.stream().noneMatch(reached::contains)) {
            return "is on no async path";
        }
        boolean waits = Search.from(methods).stream()
                .anyMatch(m -> m.sinks.stream().anyMatch(s -> s.rule().reach() == Reach.ASYNC));
        return waits ? "" : "has nothing to allow: nothing in it waits";
    }

    /** An exemption on a class is one, for all of its methods. */
    private Map<Method.Exemption, List<Method>> byExemption() {
        Map<Method.Exemption, List<Method>> all = new LinkedHashMap<>();
        for (Method node : nodes) {
            Method.Exemption exemption = node.exemption();
            if (exemption != null) {
                all.computeIfAbsent(exemption, e -> new ArrayList<>()).add(node);
            }
        }
        return all;
    }
}
