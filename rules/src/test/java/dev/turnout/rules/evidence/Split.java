// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parts the pairs by a rule that was fixed before the rules ran on any: projects in the order of the SHA-256 of their names; the
 * first ones are {@code build}, until these hold a quarter of the eligible pairs; the others are {@code blind}. Only
 * {@code build} may be looked at while the rules are mended.
 */
final class Split {
    static final String BUILD = "build";
    static final String BLIND = "blind";

    private Split() {}

    /**
     * The rows of all sheets in one, with the column {@code half}.
     *
     * @throws IllegalStateException if a row had another half before: what was looked at cannot become blind
     */
    static Sheet of(List<Sheet> sheets) {
        List<Map<String, String>> rows =
                sheets.stream().flatMap(s -> s.rows().stream()).toList();
        Set<String> build = build(rows);
        List<Map<String, String>> parted = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Map<String, String> row : rows) {
            String half = build.contains(row.get("project")) ? BUILD : BLIND;
            String was = row.getOrDefault("half", "");
            if (!was.isEmpty() && !was.equals(half)) {
                throw new IllegalStateException(
                        row.get("id") + " was " + was + " and would become " + half
                                + ". Nothing was written. Leave out the rows that came later, or give them a list of their own.");
            }
            if (!ids.add(row.get("id"))) {
                throw new IllegalStateException("two rows have the id " + row.get("id"));
            }
            Map<String, String> one = new LinkedHashMap<>();
            Pair.COLUMNS.forEach(column -> one.put(column, row.get(column)));
            one.put("half", half);
            parted.add(one);
        }
        List<String> header = new ArrayList<>(Pair.COLUMNS);
        header.add("half");
        return new Sheet(header, parted);
    }

    private static Set<String> build(List<Map<String, String>> rows) {
        List<String> eligible = rows.stream()
                .filter(r -> r.get("eligible").equals("yes"))
                .map(r -> r.get("project"))
                .toList();
        Set<String> build = new HashSet<>();
        long taken = 0;
        for (String project : inOrder(eligible)) {
            if (taken * 4 >= eligible.size()) {
                break;
            }
            build.add(project);
            taken += eligible.stream().filter(project::equals).count();
        }
        return build;
    }

    private static List<String> inOrder(List<String> projects) {
        return new TreeSet<>(projects)
                .stream().sorted(Comparator.comparing(Split::hash)).toList();
    }

    static String hash(String project) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(project.getBytes(StandardCharsets.UTF_8));
            return String.format("%064x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
