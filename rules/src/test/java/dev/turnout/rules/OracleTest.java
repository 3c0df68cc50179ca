// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import dev.turnout.rules.oracle.Hound;
import dev.turnout.rules.oracle.OracleRun;
import dev.turnout.rules.oracle.Recall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OracleTest {
    @Test
    void run(@TempDir Path directory) throws IOException, InterruptedException {
        long t0 = System.currentTimeMillis();
        List<Twin> twins = Twins.all().stream().filter(t -> t.rule().waits()).toList();
        Corpus corpus = Corpus.get();
        Path classes = directory.resolve("bad");
        corpus.compile(
                classes,
                Map.of(
                        "bad.Twins",
                        Twin.file(
                                "bad", twins.stream().map(Twin::blockingSource).toList())));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < twins.size(); i++) {
            lines.append(twins.get(i).blockingTasks("bad.Twin" + i)).append('\n');
        }
        Path file = classes.resolve(RuntimeTypes.TASKS);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
        long t1 = System.currentTimeMillis();
        Report report = Rules.check(List.of(classes), corpus.classPath());
        long t2 = System.currentTimeMillis();
        List<Path> cp = Stream.concat(
                        Stream.concat(Stream.of(classes), corpus.classPath().stream()),
                        Stream.of(System.getProperty("java.class.path").split(":"))
                                .map(Path::of))
                .toList();
        OracleRun.Outcome outcome = OracleRun.of(
                        cp,
                        TwinsMain.class.getName(),
                        IntStream.range(0, twins.size())
                                .mapToObj(i -> "bad.Twin" + i)
                                .toArray(String[]::new))
                .hound(Hound.AUGMENTED)
                .threads("twin-.*|ForkJoinPool.commonPool-worker.*")
                .throwingFrom("bad\\..*")
                .option("-Djava.util.concurrent.ForkJoinPool.common.parallelism=3")
                .within(Duration.ofMinutes(3))
                .run(directory);
        long t3 = System.currentTimeMillis();
        System.out.println(outcome.output().lines().limit(60).collect(Collectors.joining("\n")));
        Set<String> scope = Recall.classesIn(List.of(classes));
        Recall recall = Recall.of(report, outcome.hits(), scope::contains);
        System.out.println(recall.summary());
        Set<String> hit = recall.places().stream()
                .map(p -> p.sink().getClassName().replaceAll("\\$.*", ""))
                .collect(Collectors.toSet());
        System.out.println("twins " + twins.size() + " hit " + hit.size());
        recall.missed()
                .forEach(p -> System.out.println("MISSED " + p + " "
                        + twins.get(
                                Integer.parseInt(p.sink().getClassName().replaceAll("bad.Twin(\\d+)\\$.*", "$1")))));
        for (int i = 0; i < twins.size(); i++)
            if (!hit.contains("bad.Twin" + i))
                System.out.println("NOWAIT " + i + " " + twins.get(i).rule() + " " + twins.get(i));
        System.out.println((t1 - t0) + " " + (t2 - t1) + " " + (t3 - t2) + " " + (System.currentTimeMillis() - t3));
    }
}
