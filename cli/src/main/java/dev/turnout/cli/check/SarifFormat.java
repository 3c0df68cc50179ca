// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import dev.turnout.rules.Baseline;
import dev.turnout.rules.Confidence;
import dev.turnout.rules.Frame;
import dev.turnout.rules.Rule;
import dev.turnout.rules.Severity;
import dev.turnout.rules.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * SARIF 2.1.0, an OASIS standard. Files are named from the working directory, {@code %SRCROOT%}. What could not be
 * analysed ({@code TRN806}) has no place in the code and is a notification of the run, not a result.
 */
final class SarifFormat implements Format.Writing {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String ROOT = "%SRCROOT%";

    @Override
    public String write(Baseline.Compared compared, Sources sources) {
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run(compared, sources)));
        return JsonFormat.text(log);
    }

    private static Map<String, Object> run(Baseline.Compared compared, Sources sources) {
        Set<Violation> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(compared.known());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver()));
        run.put("invocations", List.of(invocation(compared)));
        run.put(
                "originalUriBaseIds",
                Map.of(ROOT, Map.of("description", message("the directory in which the check ran"))));
        run.put("columnKind", "utf16CodeUnits");
        run.put(
                "results",
                compared.all().stream()
                        .filter(violation -> violation.rule() != Rule.TRN806)
                        .map(violation -> result(violation, compared, known.contains(violation), sources))
                        .toList());
        return run;
    }

    private static Map<String, Object> driver() {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Turnout");
        driver.put("rules", Arrays.stream(Rule.values()).map(SarifFormat::rule).toList());
        return driver;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", rule.id());
        one.put("name", rule.title());
        one.put("shortDescription", message(rule.title().replace('-', ' ')));
        one.put("fullDescription", message(rule.because()));
        one.put("help", help(rule));
        one.put(
                "defaultConfiguration",
                Map.of("enabled", rule.severity() != Severity.OFF, "level", level(rule.severity())));
        return one;
    }

    /** A page of the documentation has no address of its own, so code hosts are given its text. */
    private static Map<String, Object> help(Rule rule) {
        String recipe = rule.recipe().map(name -> "`" + name + "`: ").orElse("none, by hand: ") + rule.byHand();
        return Map.of(
                "text",
                rule.because() + ". Mend: " + rule.fix(),
                "markdown",
                "**" + rule.id() + " " + rule.title() + "**: " + rule.because() + ".\n\n**Mend**: `" + rule.fix()
                        + "`\n\n**Recipe**: " + recipe + ".\n\nWith examples: `docs/rules/" + rule.id() + ".md`");
    }

    private static Map<String, Object> invocation(Baseline.Compared compared) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("executionSuccessful", compared.open().counts().unreadableClasses() == 0);
        one.put(
                "toolExecutionNotifications",
                compared.open().violations().stream()
                        .filter(violation -> violation.rule() == Rule.TRN806)
                        .map(SarifFormat::notification)
                        .toList());
        return one;
    }

    private static Map<String, Object> notification(Violation violation) {
        return Map.of(
                "level",
                level(violation.severity()),
                "message",
                message(violation.rule().id() + ": " + violation.blockedCall()),
                "associatedRule",
                Map.of("id", violation.rule().id(), "index", violation.rule().ordinal()));
    }

    private static Map<String, Object> result(
            Violation violation, Baseline.Compared compared, boolean known, Sources sources) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("ruleId", violation.rule().id());
        one.put("ruleIndex", violation.rule().ordinal());
        one.put("level", violation.confidence() == Confidence.POSSIBLE ? "note" : level(violation.severity()));
        one.put("rank", rank(violation.confidence()));
        one.put("message", message(sentence(violation)));
        one.put("locations", List.of(location(violation.place(), sources)));
        if (violation.path().size() > 1) {
            one.put("codeFlows", List.of(flow(violation, sources)));
        }
        one.put("partialFingerprints", Map.of("turnout/v1", fingerprint(violation)));
        if (compared.rest().isPresent() && violation.fails()) {
            one.put("baselineState", known ? "unchanged" : "new");
        }
        if (known) {
            one.put(
                    "suppressions",
                    List.of(Map.of("kind", "external", "justification", "a line of the baseline lets it through")));
        }
        return one;
    }

    private static String sentence(Violation violation) {
        return violation.blockedCall() + " on the path from " + violation.entry() + ": " + violation.because()
                + ". Mend: " + violation.fix();
    }

    private static Map<String, Object> flow(Violation violation, Sources sources) {
        List<Map<String, Object>> steps = violation.path().stream()
                .map(frame -> {
                    Map<String, Object> location = location(frame, sources);
                    location.put(
                            "message", message(frame.name() + (frame.role().isEmpty() ? "" : ": " + frame.role())));
                    return Map.<String, Object>of("location", location);
                })
                .toList();
        return Map.of("threadFlows", List.of(Map.of("locations", steps)));
    }

    private static Map<String, Object> location(Frame frame, Sources sources) {
        Map<String, Object> file = new LinkedHashMap<>();
        String name = sources.name(frame);
        boolean isAbsolute = name.startsWith("/") || name.contains(":");
        file.put("uri", uri(isAbsolute && !name.startsWith("/") ? "/" + name : name, isAbsolute));
        if (!isAbsolute) {
            file.put("uriBaseId", ROOT);
        }
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("artifactLocation", file);
        if (frame.line() > 0) {
            place.put("region", Map.of("startLine", frame.line()));
        }
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", place);
        location.put(
                "logicalLocations",
                List.of(Map.of(
                        "fullyQualifiedName",
                        frame.className() + (frame.methodName().isEmpty() ? "" : "." + frame.methodName()))));
        return location;
    }

    private static String uri(String path, boolean isAbsolute) {
        try {
            return new URI(isAbsolute ? "file" : null, isAbsolute ? "" : null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path that is no URI: " + path, e);
        }
    }

    /** Stays the same when lines move, as {@link Violation#key()} does. */
    private static String fingerprint(Violation violation) {
        return UUID.nameUUIDFromBytes(violation.key().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static double rank(Confidence confidence) {
        return switch (confidence) {
            case CERTAIN -> 100;
            case LIKELY -> 70;
            case POSSIBLE -> 20;
        };
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
            case OFF -> "none";
        };
    }

    private static Map<String, Object> message(String text) {
        return Map.of("text", text);
    }
}
