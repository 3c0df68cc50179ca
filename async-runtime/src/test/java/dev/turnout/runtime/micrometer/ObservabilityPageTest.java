// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/observability.md names is what a worker that has run a job shows, and all of it. */
@Timeout(30)
class ObservabilityPageTest {
    private static final Pattern METER =
            Pattern.compile("(?m)^\\| `(turnout\\.[a-z.]+)` \\| (counter|timer|gauge) \\| ([a-z, ]+) \\|");
    private static final Pattern OBSERVATION = Pattern.compile(
            "(?m)^\\| `(turnout\\.[a-z]+)` \\| (producer|consumer) \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern SERIES = Pattern.compile("turnout_[a-z_]+");
    private static final Pattern OUTCOME = Pattern.compile("(?m)^\\| `([a-z]+)` \\| ");

    private final String page = read();
    private final Plant plant = new Plant(new One());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Observation.Context> observed = new CopyOnWriteArrayList<>();
    private final WorkerMeters meters = WorkerMeters.of(plant.queue, plant.registry());

    @BeforeEach
    void runOneJob() {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new Witness());
        JobObservations runs = new JobObservations(observations);
        meters.bindTo(registry);
        meters.bindTo(prometheus);
        plant.start(worker -> worker.listener(meters).listener(runs).surroundings(runs));
        TracedDoor.of(plant.queue.door(), observations).insert(plant.job("run"));
        await().until(() -> observed.size() == 2);
    }

    @AfterEach
    void close() {
        plant.close();
        meters.close();
    }

    @Test
    void everyMeterIsOnThePageWithItsKindAndItsTags() {
        Map<String, String> shown = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            String tags =
                    meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
            shown.put(meter.getId().getName(), meter.getId().getType().name().toLowerCase(Locale.ROOT) + " " + tags);
        }

        Map<String, String> written = new TreeMap<>();
        METER.matcher(page).results().forEach(row -> written.put(row.group(1), row.group(2) + " " + sorted(row)));
        assertThat(written).isEqualTo(shown);
    }

    @Test
    void everyOutcomeIsOnThePage() {
        Set<String> written =
                OUTCOME.matcher(page).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(written)
                .isEqualTo(Arrays.stream(Outcome.values())
                        .map(Outcome::tag)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everySeriesOfTheAlertsIsInAScrape() {
        String scrape = prometheus.scrape();

        List<String> named = SERIES.matcher(page)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(8)
                .allSatisfy(series -> assertThat(
                                scrape.lines().anyMatch(line -> line.matches(Pattern.quote(series) + "(\\{.*| .*)")))
                        .as(series)
                        .isTrue());
    }

    @Test
    void everyObservationIsOnThePageWithItsKeys() {
        List<MatchResult> rows = OBSERVATION.matcher(page).results().toList();

        assertThat(rows).extracting(row -> row.group(1)).containsExactlyInAnyOrder("turnout.enqueue", "turnout.job");
        for (MatchResult row : rows) {
            Observation.Context context = observed.stream()
                    .filter(seen -> row.group(1).equals(seen.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(context.getLowCardinalityKeyValues())
                    .allMatch(key -> row.group(3).contains(key.getKey()))
                    .hasSize(2);
            assertThat(context.getHighCardinalityKeyValues().stream()
                            .map(key -> key.getKey())
                            .sorted())
                    .containsExactlyElementsOf(
                            Arrays.stream(row.group(4).split(", ")).sorted().toList());
        }
    }

    private static String sorted(MatchResult row) {
        return Arrays.stream(row.group(3).split(", ")).sorted().collect(Collectors.joining(", "));
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/observability.md"));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private final class Witness implements ObservationHandler<Observation.Context> {
        @Override
        public void onStop(Observation.Context context) {
            observed.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    static class One {
        @AsyncTask
        public CompletionStage<Void> run() {
            return Stages.done();
        }
    }
}
