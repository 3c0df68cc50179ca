// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** What the class path says about the rules, {@code TRN901 = warning}, and the day on which dates are judged. */
final class Settings {
    static final String FILE = "META-INF/turnout/rules.properties";

    private final Map<Rule, Severity> severities = new EnumMap<>(Rule.class);
    private final LocalDate today;
    private final List<String> lowered = new ArrayList<>();

    private Settings(LocalDate today) {
        this.today = today;
    }

    /** Every rule as it comes. */
    static Settings standard() {
        return new Settings(LocalDate.now());
    }

    static Settings of(ClassPath classPath, LocalDate today) {
        Settings settings = new Settings(today);
        for (URL url : classPath.resources(FILE)) {
            Properties properties = new Properties();
            try (InputStream in = ClassPath.open(url)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + url, e);
            }
            List<String> lowered = new ArrayList<>();
            properties.forEach((rule, severity) -> {
                if (settings.set(url, rule.toString(), severity.toString())) {
                    lowered.add(rule + " = " + severity.toString().strip());
                }
            });
            if (!lowered.isEmpty()) {
                lowered.sort(Comparator.naturalOrder());
                settings.lowered.add(url + " lowers rules: " + String.join(", ", lowered));
            }
        }
        settings.refuseToPassAlways();
        return settings;
    }

    /** Files of the class path that lower rules, and which; each as the words of a finding. */
    List<String> lowered() {
        return lowered;
    }

    /** A check under which no wait of the JDK itself fails passes whatever waits, whichever library's waits still fail. */
    private void refuseToPassAlways() {
        boolean fails = Arrays.stream(Rule.values()).anyMatch(rule -> isOwnWait(rule) && of(rule) == Severity.ERROR);
        if (!fails) {
            throw new IllegalArgumentException(
                    "TURNOUT-0870 " + FILE + " lowers each of TRN101 to TRN107 below error, so"
                            + " the check would pass whatever waits; nothing was checked. Leave at least one of them an error, and let"
                            + " old findings stay by a baseline.");
        }
    }

    /** Whether it is about waiting for what the JDK itself, or a publisher, makes one wait for. */
    static boolean isOwnWait(Rule rule) {
        return rule.isWait() && rule.id().startsWith("TRN10") && rule.severity() == Severity.ERROR;
    }

    /** With the rules of {@code gates} as errors, whatever the class path says. */
    Settings with(Collection<Gate> gates) {
        gates.forEach(gate -> gate.rules().forEach(rule -> severities.put(rule, Severity.ERROR)));
        return this;
    }

    Severity of(Rule rule) {
        return severities.getOrDefault(rule, rule.severity());
    }

    /** What the class path says of {@code rule}; else {@code usual}. */
    Severity of(Rule rule, Severity usual) {
        return severities.getOrDefault(rule, usual);
    }

    LocalDate today() {
        return today;
    }

    /** Whether this lowers an error. */
    private boolean set(URL source, String rule, String severity) {
        String word = severity.strip().toUpperCase(Locale.ROOT);
        boolean known = Arrays.stream(Rule.values()).anyMatch(r -> r.id().equals(rule))
                && Arrays.stream(Severity.values()).anyMatch(s -> s.name().equals(word));
        if (!known) {
            throw new IllegalArgumentException("TURNOUT-0800 " + source + " says '" + rule + " = " + severity
                    + "'; nothing was checked. Name a rule of docs/rules.md, and one of error, warning, info, off.");
        }
        Rule named = Rule.valueOf(rule);
        boolean first = severities.putIfAbsent(named, Severity.valueOf(word)) == null;
        return first && named.severity() == Severity.ERROR && Severity.valueOf(word) != Severity.ERROR;
    }
}
