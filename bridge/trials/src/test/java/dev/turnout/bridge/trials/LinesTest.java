// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.bridge.wire.StateName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * JobRunr 7.5.3 and JobRunr 8.7 with our drop-in on one store, each with a server, an enqueuer and a recurring job: an application
 * on its way from one to the other. Then the last server of 7 leaves, and an unmodified one comes back: the documents are those of
 * 7 all the time, so nothing has to be converted in either direction.
 */
@Tag("trials")
@EnabledIfSystemProperty(
        named = "turnout.trials",
        matches = "all",
        disabledReason = "long; -Dturnout.trials=all runs it")
@Timeout(600)
class LinesTest extends Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int JOBS = 100;
    private static final int ROUNDS = 10;

    @Test
    void serversAndEnqueuersOfSevenAndEightShareAStoreAndNobodyStops() throws Exception {
        String seven = children.legacy("guarded"); // the first, so the master
        String eight = children.eight();
        scheduler.<TrialTasks>scheduleRecurrently("seven", "*/5 * * * * *", tasks -> tasks.tick("seven"));
        children.tell(eight, "recur eight");
        List<String> ofSeven = new ArrayList<>();
        List<String> ofEight = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) { // each server finds jobs of both
            ofSeven.addAll(enqueueWork(JOBS / ROUNDS, 5));
            ofEight.addAll(byEight(eight, JOBS / ROUNDS));
        }
        awaitDone(ofSeven, 0);
        awaitDone(ofEight, 2);
        long twiceTogether = twice();
        Map<String, Long> together = ticks();
        Set<String> fields = names(JSON.readTree(redis.get(KEYS.job(ofSeven.get(0)))));

        children.stop(seven); // nobody of 7 is left
        List<String> alone = byEight(eight, JOBS);
        awaitDone(
                alone, together.values().stream().mapToLong(each -> each).max().orElseThrow() + 2);
        Map<String, Long> withoutSeven = ticks();

        String stock = children.legacy("stock"); // and comes back
        children.tell(eight, "pause");
        List<String> back = byEight(eight, JOBS);
        awaitDone(back, 0);
        children.stop(eight);
        awaitDone(
                List.of(),
                withoutSeven.values().stream().mapToLong(each -> each).max().orElseThrow() + 2);
        scheduler.deleteRecurringJob("seven");
        scheduler.deleteRecurringJob("eight");
        drained();

        Set<String> later = names(JSON.readTree(redis.get(KEYS.job(alone.get(0)))));
        later.removeAll(fields);
        List<String> all =
                Stream.of(ofSeven, ofEight, alone, back).flatMap(List::stream).toList();
        long runs = made().size();
        figures("7 and 8")
                .put("twiceByLegacy", ranTwice(all))
                .put("jobsOfSevenRunByEight", runBy(eight, ofSeven))
                .put("jobsOfEightRunBySeven", runBy(seven, ofEight))
                .put("runsOfRecurringJobs", runs)
                .put("madeTwice", twiceTogether)
                .put("madeTwiceAsTheMasterChanged", twice() - twiceTogether)
                .put("fieldsOnceSevenHadGone", later)
                .put("serversStopped", legacyServersStopped())
                .print();
        holds();
        assertThat(legacyServersStopped()).isZero();
        assertThat(runBy(seven, ofEight)).isPositive();
        assertThat(runBy(eight, ofSeven)).isPositive();
        assertThat(runBy(eight, alone)).isEqualTo(JOBS);
        assertThat(runBy(stock, back)).isEqualTo(JOBS);
        assertThat(ranTwice(all)).isZero();
        assertThat(later).isEmpty();
        assertThat(twiceTogether).isZero();
        assertThat(book.starts().stream().filter(line -> line.task().equals("tick")))
                .hasSize(made().values().stream().mapToInt(Set::size).sum());
    }

    private List<String> byEight(String eight, int jobs) {
        List<String> ids =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(jobs).toList();
        children.tell(eight, "work " + String.join(",", ids));
        ids.forEach(this::acknowledge);
        return ids;
    }

    /** All of them are over, and each recurring job has run so often. What 8.7 registered is in the words of 7. */
    private void awaitDone(List<String> ids, long ticks) {
        await().atMost(LONG).until(() -> ids.stream().allMatch(this::succeeded));
        await().atMost(LONG)
                .until(() -> ticks == 0
                        || ticks().size() == 2 && ticks().values().stream().allMatch(each -> each >= ticks));
        assertThat(redis.get(KEYS.recurringJob("eight")))
                .contains("scheduleExpression")
                .doesNotContain("createdBy");
        assertThat(redis.hgetall(KEYS.creators())).containsEntry("eight", "API");
    }

    /** How often each recurring job was begun. */
    private Map<String, Long> ticks() {
        return book.starts().stream()
                .filter(line -> line.task().equals("tick"))
                .collect(Collectors.groupingBy(Line::job, Collectors.counting()));
    }

    private long runBy(String server, List<String> ids) {
        return book.starts().stream()
                .filter(line -> line.owner().equals(server) && ids.contains(line.job()))
                .count();
    }

    private long ranTwice(List<String> ids) {
        Map<String, List<Line>> runs = book.runs();
        return ids.stream().filter(id -> runs.get(id).size() != 1).count();
    }

    /** The instances of each run of a recurring job, whichever line made them. One that changes its state meanwhile is met twice. */
    private Map<String, Set<String>> made() throws JsonProcessingException {
        Map<String, Set<String>> made = new TreeMap<>();
        for (StateName state : StateName.values()) {
            for (String id : redis.zrange(KEYS.queue(state), 0, -1)) {
                JsonNode job = JSON.readTree(redis.get(KEYS.job(id)));
                if (job.hasNonNull("recurringJobId")) {
                    String due = job.at("/jobHistory/0/scheduledAt").asText();
                    made.computeIfAbsent(job.get("recurringJobId").asText() + " " + due, run -> new TreeSet<>())
                            .add(id);
                }
            }
        }
        return made;
    }

    /** A fresh master of any line may make the run anew that the one before it had made last: JobRunr asks nobody. */
    private long twice() throws JsonProcessingException {
        return made().values().stream().filter(ids -> ids.size() > 1).count();
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>(node.findParents("@class").stream()
                .flatMap(parent -> parent.properties().stream().map(Map.Entry::getKey))
                .toList());
        node.properties().forEach(field -> names.add(field.getKey()));
        node.path("jobDetails").properties().forEach(field -> names.add("jobDetails/" + field.getKey()));
        return names;
    }
}
