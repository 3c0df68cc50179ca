// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Rule;
import dev.turnout.rules.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two releases around a public fix that took something off an async path.
 *
 * @param artifact {@code group:artifact}
 * @param places where it stood; more than one if the file names alternatives with a bar
 * @param calls what waited, as {@code CompletableFuture.join}; for a stage that got lost, {@code lost CompletableFuture}
 * @param kind the family of it
 * @param eligible whether the async path begins at a type that the rules know
 */
record Pair(
        String id,
        String project,
        String artifact,
        String before,
        String after,
        List<Place> places,
        List<String> calls,
        String kind,
        boolean eligible,
        String link,
        String half) {
    static final List<String> COLUMNS = List.of(
            "id",
            "project",
            "artifact",
            "before",
            "after",
            "class",
            "method",
            "blocked",
            "kind",
            "eligible",
            "link",
            "note");

    /** Which rules speak of which kind. What is not here must be met by the call itself. */
    private static final Map<String, String> FAMILIES = Map.of(
            "wait", "TRN1(01|03|04|05|06|08|09)|TRN3..|TRN40[79]",
            "file", "TRN20[127]|TRN904",
            "net", "TRN20[3578]|TRN3..",
            "dns", "TRN20[34]",
            "entropy", "TRN902",
            "lock", "TRN70.|TRN10[56]",
            "lost-stage", "TRN401|TRN408",
            "nested-stage", "TRN402",
            "null-stage", "TRN404",
            "sync-throw", "TRN405");

    private static final String CONTEXTS = "TRN50.|TRN802";

    private static final Set<String> KINDS = Set.of("context", "other");

    static Pair of(Map<String, String> row) {
        String kind = row.get("kind");
        if (!FAMILIES.containsKey(kind) && !KINDS.contains(kind)) {
            throw new IllegalArgumentException(row.get("id") + " has the kind '" + kind + "', which is none of "
                    + new TreeSet<>(FAMILIES.keySet()) + ", context and other");
        }
        List<Place> places = alternatives(row.get("class")).stream()
                .flatMap(type -> alternatives(row.get("method")).stream()
                        .map(method ->
                                new Place(type.replace('/', '.'), Place.enclosing(method.replaceAll("\\(.*", "")))))
                .toList();
        return new Pair(
                row.get("id"),
                row.get("project"),
                row.get("artifact"),
                row.get("before"),
                row.get("after"),
                places,
                alternatives(row.get("blocked")),
                kind,
                row.get("eligible").equals("yes"),
                row.get("link"),
                row.getOrDefault("half", ""));
    }

    Coordinates beforeJar() {
        return Coordinates.of(artifact, before);
    }

    Coordinates afterJar() {
        return Coordinates.of(artifact, after);
    }

    boolean isOn(List<Place> path) {
        return path.stream().anyMatch(places::contains);
    }

    /** Whether {@code call}, such as {@code CompletableFuture.join}, is what waited. */
    boolean isCall(String call) {
        return calls.stream().anyMatch(own -> same(own, call));
    }

    /** Whether the rule speaks of this kind of thing. */
    boolean isFamily(Rule rule) {
        String rules = kind.equals("context") ? CONTEXTS : FAMILIES.getOrDefault(kind, "-");
        return rule.id().matches(rules);
    }

    /**
     * Whether the finding is what the list means: its path comes through the place, and the call or at least the rule fits;
     * or it is that very call, and another path to it begins at the place.
     */
    boolean isMetBy(Violation violation) {
        boolean call = isCall(violation.blockedCall());
        return isOn(path(violation)) && (call || isFamily(violation.rule())) || call && isAlsoFrom(violation);
    }

    Nearness nearness(Violation violation) {
        if (!isCall(violation.blockedCall())) {
            return Nearness.BY_RULE;
        }
        List<Place> path = path(violation);
        if (!path.isEmpty() && places.contains(path.get(path.size() - 1))) {
            return Nearness.IN_PLACE;
        }
        return isOn(path) ? Nearness.THROUGH : Nearness.ALSO_FROM;
    }

    /** Whether it is that very call, on a path through the place or on one that begins there. */
    boolean isCallOf(Violation violation) {
        return isCall(violation.blockedCall()) && (isOn(path(violation)) || isAlsoFrom(violation));
    }

    private boolean isAlsoFrom(Violation violation) {
        return violation.alsoFrom().stream().map(Place::ofAddress).anyMatch(places::contains);
    }

    /** Whether the call has the name of what waited, be it on another type. */
    boolean isNamed(String call) {
        return calls.stream().anyMatch(own -> method(own).equals(method(call)));
    }

    private static String method(String call) {
        String plain = call.replaceAll("\\(.*", "").replaceFirst("^new (.*)", "$1.<init>");
        return plain.substring(Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(' ')) + 1);
    }

    static List<Place> path(Violation violation) {
        return violation.path().stream()
                .map(f -> new Place(f.className(), Place.enclosing(f.methodName())))
                .toList();
    }

    /** The same method of the same class by simple names; a name without a class is any class's. */
    private static boolean same(String own, String call) {
        String mine = own.replace('$', '.').replaceAll("\\(.*", "");
        String theirs = call.replace('$', '.').replaceFirst("^new (.*)", "$1.<init>");
        String[] a = mine.replaceFirst("^new (.*)", "$1.<init>").split("\\.");
        String[] b = theirs.split("\\.");
        boolean method = a[a.length - 1].equals(b[b.length - 1]);
        return method && (a.length < 2 || b.length < 2 || a[a.length - 2].equals(b[b.length - 2]));
    }

    private static List<String> alternatives(String field) {
        return Arrays.stream(field.split("\\|| or ")).map(String::strip).toList();
    }
}
