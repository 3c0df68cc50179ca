// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** What the class path says about the rules, {@code TRN901 = warning}, and the day on which dates are judged. */
final class Settings {
    static final String FILE = "META-INF/turnout/rules.properties";

    private final Map<Rule, Severity> severities = new EnumMap<>(Rule.class);
    private final LocalDate today;

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
            properties.forEach((rule, severity) -> settings.set(url, rule.toString(), severity.toString()));
        }
        settings.refuseToPassAlways();
        return settings;
    }

    /** A check that fails on nothing passes whatever it finds. */
    private void refuseToPassAlways() {
        boolean fails = Arrays.stream(Rule.values()).anyMatch(rule -> rule.isWait() && of(rule) == Severity.ERROR);
        if (!fails) {
            throw new IllegalArgumentException(
                    "TURNOUT-0870 " + FILE + " lowers every rule about waiting below error, so"
                            + " the check would pass whatever waits; nothing was checked. Leave at least one of TRN101 to TRN314 an"
                            + " error, and let old findings stay by a baseline.");
        }
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

    private void set(URL source, String rule, String severity) {
        String word = severity.strip().toUpperCase(Locale.ROOT);
        boolean known = Arrays.stream(Rule.values()).anyMatch(r -> r.id().equals(rule))
                && Arrays.stream(Severity.values()).anyMatch(s -> s.name().equals(word));
        if (!known) {
            throw new IllegalArgumentException("TURNOUT-0800 " + source + " says '" + rule + " = " + severity
                    + "'; nothing was checked. Name a rule of docs/rules.md, and one of error, warning, info, off.");
        }
        severities.putIfAbsent(Rule.valueOf(rule), Severity.valueOf(word));
    }
}
