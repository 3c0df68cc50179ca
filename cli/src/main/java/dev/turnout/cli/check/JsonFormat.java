// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.rules.Baseline;
import dev.turnout.rules.Frame;
import dev.turnout.rules.KnownFinding;
import dev.turnout.rules.Violation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Everything, possible findings too. Fields are added over time; {@code schema} rises when one changes or goes. */
final class JsonFormat implements Format.Writing {
    private static final int SCHEMA = 1;
    private static final ObjectWriter JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writer();

    @Override
    public String write(Baseline.Compared compared, Sources sources) {
        Set<Violation> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(compared.known());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", SCHEMA);
        all.put("passes", compared.open().passes());
        all.put("failures", compared.open().failures().size());
        all.put("known", compared.known().size());
        all.put("counts", compared.open().counts());
        all.put("tasks", compared.open().tasks());
        all.put(
                "violations",
                compared.all().stream()
                        .map(v -> violation(v, known.contains(v), sources))
                        .toList());
        all.put("fixed", compared.fixed().stream().map(JsonFormat::line).toList());
        all.put("expired", compared.expired().stream().map(JsonFormat::line).toList());
        return text(all);
    }

    /** {@code all} as indented JSON. */
    static String text(Map<String, Object> all) {
        try {
            return JSON.writeValueAsString(all) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // maps, texts and numbers only
        }
    }

    private static Map<String, Object> violation(Violation violation, boolean known, Sources sources) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("rule", violation.rule().id());
        one.put("title", violation.rule().title());
        one.put("severity", word(violation.severity()));
        one.put("confidence", word(violation.confidence()));
        one.put("fails", violation.fails() && !known);
        one.put("known", known);
        one.put("key", violation.key());
        one.put("entry", violation.entry());
        one.put("task", violation.entryIsTask());
        one.put("call", violation.blockedCall());
        one.put("file", sources.name(violation.place()));
        one.put("line", violation.place().line());
        one.put(
                "path",
                violation.path().stream().map(frame -> frame(frame, sources)).toList());
        one.put("because", violation.because());
        one.put("fix", violation.fix());
        one.put("recipe", violation.rule().recipe().orElse(null));
        one.put("byHand", violation.rule().byHand());
        one.put("otherEntries", violation.otherEntries());
        one.put("alsoFrom", violation.alsoFrom());
        return one;
    }

    private static Map<String, Object> frame(Frame frame, Sources sources) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("class", frame.className());
        one.put("method", frame.methodName());
        one.put("file", sources.name(frame));
        one.put("line", frame.line());
        one.put("role", frame.role());
        return one;
    }

    private static Map<String, Object> line(KnownFinding line) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("rule", line.rule());
        one.put("entry", line.entry());
        one.put("call", line.call());
        one.put("place", line.place());
        one.put("count", line.count());
        one.put("since", line.since().toString());
        one.put("until", line.until().map(Object::toString).orElse(null));
        one.put("reason", line.reason());
        return one;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
