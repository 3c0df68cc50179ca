// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.bridge.wire.StateName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one side writes, the other reads; what nobody here knows yet stays and waits; and a stage that fails is no success. */
@Tag("trials")
@Timeout(600)
class DocumentsTest extends Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUTURE = "fieldOfALaterVersion";

    @Test
    void m8FieldsOfALaterVersionSurviveARunARetryAndAnEnd() throws Exception {
        worker();
        String id = enqueue(1, job -> tasks -> tasks.flaky(job, 1)).get(0);
        ObjectNode later = (ObjectNode) tree(id);
        later.putObject(FUTURE).putArray("list").add(1).add("two");
        JsonNode field = later.get(FUTURE);
        redis.set(KEYS.job(id), JSON.writeValueAsString(later));

        switchTo(100);
        await().atMost(LONG).until(() -> succeeded(id));

        figures("M8 later field")
                .put("runs", book.runs().get(id).size())
                .put("survived", field.equals(tree(id).get(FUTURE)))
                .print();
        holds();
        assertThat(book.runs().get(id)).hasSize(2).allMatch(Line::isAsync);
        assertThat(tree(id).get(FUTURE)).isEqualTo(field);
    }

    @Test
    void m8AStockServerFinishesWhatAnAsyncWorkerWroteAndSeesNoFieldThatIsNotItsOwn() throws Exception {
        String worker = worker();
        switchTo(100);
        String ours = enqueue(1, job -> tasks -> tasks.flaky(job, 1)).get(0);
        await().atMost(LONG).until(() -> document(ours).failures() == 1 && count(StateName.SCHEDULED) == 1);
        Set<String> written = names(tree(ours));
        rollback();
        children.stop(worker);
        children.legacy("stock");
        String theirs = enqueue(1, job -> tasks -> tasks.flaky(job, 1)).get(0);
        await().atMost(LONG).until(() -> document(theirs).failures() == 1);
        drained();

        Set<String> known = names(tree(theirs));
        written.removeAll(known);
        figures("M8 stock").put("unknownFields", written).print();
        holds();
        assertThat(written)
                .as("fields that the stock server does not write itself")
                .isEmpty();
        assertThat(book.runs().get(ours)).extracting(Line::isAsync).containsExactly(true, false);
        assertThat(legacyServersStopped()).isZero();
    }

    /** The old worker alone: the drop-in server beside it leaves to the async pool what is its own, known or not. */
    @Test
    void m9JobsThatNoWorkerKnowsWaitAndAreRunWhenOneJoins() {
        children.legacy("drop-in");
        worker("without=other");
        switchTo(100);
        List<String> unknown = enqueue(30, id -> tasks -> tasks.other(id, 5));
        List<String> known = enqueueWork(30, 5);

        await().atMost(LONG).until(() -> book.executed().containsAll(known));
        await().atMost(LONG).until(() -> stuck() == unknown.size());
        long waiting = count(StateName.ENQUEUED);
        worker();
        drained();

        figures("M9")
                .put("waited", waiting)
                .put("failed", count(StateName.FAILED))
                .print();
        holds();
        assertThat(waiting).isEqualTo(unknown.size());
        assertThat(book.runs().values()).allMatch(runs -> runs.size() == 1);
        assertThat(book.starts()).allMatch(Line::isAsync);
    }

    /** What our route cannot help: JobRunr claims whatever waits and is its own, and fails it where the class is missing. */
    @ParameterizedTest
    @ValueSource(strings = {"stock", "guarded", "drop-in"})
    @EnabledIfSystemProperty(
            named = "turnout.trials",
            matches = "all",
            disabledReason = "what JobRunr does; -Dturnout.trials=all runs it")
    void m9ButALegacyServerFailsJobsOfAClassThatItDoesNotHave(String level) throws Exception {
        List<String> ids = enqueueWork(5, 5);
        for (String id : ids) {
            redis.set(KEYS.job(id), redis.get(KEYS.job(id)).replace(TrialTasks.class.getName(), "com.acme.Later"));
        }
        children.legacy(level);

        await().atMost(LONG).until(() -> count(StateName.FAILED) == ids.size());

        figures("M9 class missing, " + level)
                .put("failed", count(StateName.FAILED))
                .print();
        assertThat(ids).allSatisfy(id -> assertThat(redis.get(KEYS.job(id))).contains("JobClassNotFoundException"));
        assertThat(stuck()).as("retried").isZero();
        assertThat(legacyServersStopped()).isZero();
    }

    @Test
    void m13AStageThatFailsOnTheLegacyPoolEndsFailedAndIsRetried() {
        children.legacy("guarded");
        List<String> ids = enqueue(5, id -> tasks -> tasks.stage(id, 1));
        drained();

        figures("M13")
                .put(
                        "failedRuns",
                        ids.stream().mapToInt(id -> document(id).failures()).sum())
                .put("succeeded", ids.stream().filter(this::succeeded).count())
                .print();
        holds();
        assertThat(ids).allSatisfy(id -> {
            assertThat(document(id).failures()).isEqualTo(1);
            assertThat(book.runs().get(id)).hasSize(2);
            assertThat(succeeded(id)).isTrue();
        });
    }

    private JsonNode tree(String id) throws JsonProcessingException {
        return JSON.readTree(redis.get(KEYS.job(id)));
    }

    /** The names of all fields, with where they stand; entries of a list are one place. */
    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        collect("", node, names);
        return names;
    }

    private static void collect(String at, JsonNode node, Set<String> names) {
        node.properties().forEach(field -> {
            names.add(at + "/" + field.getKey());
            collect(at + "/" + field.getKey(), field.getValue(), names);
        });
        if (node.isArray()) {
            node.forEach(entry -> collect(at, entry, names));
        }
    }
}
