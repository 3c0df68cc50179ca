// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What somebody said who read the code of a miss, a line of {@code evidence/oracle-judged.csv}: {@code
 * library,sink,verdict,reason}. The verdict is {@code miss}, the rules should find it, or {@code noise}, it is no wait on
 * an async path.
 */
record Judgement(String library, String sink, boolean isNoise, String reason) {
    private static final String LIST = "/evidence/oracle-judged.csv";

    /** By library and sink. */
    static Map<String, Judgement> all() throws IOException {
        Map<String, Judgement> all = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Judgement.class.getResourceAsStream(LIST), LIST), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.startsWith("library,") && !line.isBlank()) {
                    Judgement one = of(line);
                    all.put(one.library() + " " + one.sink(), one);
                }
            }
        }
        return all;
    }

    private static Judgement of(String line) {
        String[] fields = line.split(",", 4);
        boolean noise = fields[2].equals("noise");
        if (!noise && !fields[2].equals("miss")) {
            throw new IllegalArgumentException(LIST + " says neither miss nor noise in: " + line);
        }
        return new Judgement(fields[0], fields[1], noise, fields[3]);
    }
}
