// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.rules.Confidence;
import dev.turnout.rules.Rule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedTest {
    @Test
    void theSeedAloneDecidesAndNoProjectIsPreferred() {
        Map<String, List<Judged>> found = Map.of("a", findings("a", 50), "b", findings("b", 50), "c", findings("c", 2));

        List<Judged> drawn = Sample.draw(found, 20, 7);

        assertThat(drawn).isEqualTo(Sample.draw(found, 20, 7)).isNotEqualTo(Sample.draw(found, 20, 8));
        assertThat(drawn.stream()
                        .collect(Collectors.groupingBy(j -> j.key().jar().artifact(), Collectors.counting())))
                .isEqualTo(Map.of("a", 9L, "b", 9L, "c", 2L));
        assertThat(Sample.draw(found, 500, 7)).hasSize(102).doesNotHaveDuplicates();
    }

    @Test
    void whatIsJudgedOutlivesTheFile(@TempDir Path folder) {
        Judged judged = judged(findings("a", 1).get(0), Judged.Verdict.FALSE);
        Path file = folder.resolve("judged.csv");

        new Sheet(Judged.COLUMNS, List.of(judged.row())).write(file);

        assertThat(Sheet.read(file, Judged.COLUMNS).rows().stream().map(Judged::of))
                .containsExactly(judged);
    }

    @Test
    void precisionIsOfWhatIsStillTold() {
        List<Judged> found = findings("a", 6);
        List<Judged> judged = List.of(
                judged(found.get(0), Judged.Verdict.TRUE),
                judged(found.get(1), Judged.Verdict.TRUE),
                judged(found.get(2), Judged.Verdict.FALSE),
                judged(found.get(3), Judged.Verdict.UNSURE),
                judged(found.get(4), Judged.Verdict.FALSE),
                found.get(5));
        Map<Judged.Key, Judged> present =
                found.stream().filter(j -> j != found.get(4)).collect(Collectors.toMap(Judged::key, j -> j));
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        Precision.Compared compared = Precision.compare(judged, present);
        new Precision(new PrintStream(text, true, StandardCharsets.UTF_8)).print(compared);

        assertThat(compared.stale()).containsExactly(judged.get(4));
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("| all | 4 | 2 | 1 | 1 | 50 % | 15 to 85 % |")
                .contains("Not judged yet: 1.")
                .contains("Not told any more: 1, of which judged true 0, false 1.")
                .contains("- false g:a:1 TRN101 a.B#m4");
    }

    private static Judged judged(Judged open, Judged.Verdict verdict) {
        return new Judged(open.key(), open.confidence(), verdict, "read it, \"twice\"", "me");
    }

    private static List<Judged> findings(String artifact, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Judged(
                        new Judged.Key(
                                Coordinates.of("g:" + artifact + ":1"),
                                Rule.TRN101,
                                artifact + ".B#m" + i + "(int,long)",
                                artifact + ".B#m",
                                "CompletableFuture.join",
                                i),
                        Confidence.CERTAIN,
                        Judged.Verdict.OPEN,
                        "",
                        ""))
                .toList();
    }
}
