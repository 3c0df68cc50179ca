// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Route;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each worker obeys the routes. At level guarded that holds of the async workers, and what the legacy server took is printed. {@code
 * -Dturnout.trials.waiting} (500) is the number of jobs that wait while a route changes; 10000 is the whole.
 */
@Tag("trials")
@Timeout(1_800)
class RoutesTest extends Trial {
    private static final int WAITING = Integer.getInteger("turnout.trials.waiting", 500);
    private static final int FLIPS = Integer.getInteger("turnout.trials.flips", 4);
    private static final int IDS = 100_000;
    private static final int PAGE = 1_000;
    private static final long SEED = 8_241_907;

    @ParameterizedTest
    @ValueSource(strings = {"guarded", "drop-in"})
    void m2NoAsyncWorkerRunsATaskThatIsRoutedToTheLegacyPool(String level) {
        String first = children.legacy(level);
        worker();
        worker();
        switchTo(Change.of(address("work", "java.lang.String", "int"), Route.ASYNC, "trial", "a trial"));
        both(100);
        drained();
        long taken = book.started(false, "work");

        children.tell(first, "pause");
        wait(cutover.declareLegacyPaused("trial", "a trial"));
        List<String> ours = both(50);
        await().atMost(LONG).until(() -> book.executed().containsAll(ours));
        long waiting = stuck();
        children.legacy(level);
        drained();

        figures("M2 " + level)
                .put("otherByAsync", book.started(true, "other"))
                .put("workByLegacy", taken)
                .put("workByAsync", book.started(true, "work"))
                .print();
        holds();
        assertThat(book.started(true, "other")).as("by the wrong pool").isZero();
        if (level.equals("drop-in")) {
            assertThat(taken).as("by the wrong pool").isZero();
        }
        assertThat(waiting).as("wait for a legacy server").isGreaterThanOrEqualTo(50);
        assertThat(book.runTwiceWithAsync()).isZero();
    }

    private List<String> both(int jobs) {
        List<String> ours = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            ours.addAll(enqueueWork(1, 5));
            enqueue(1, id -> tasks -> tasks.other(id, 5));
        }
        return ours;
    }

    @Test
    void m3TheScriptAndTheWorkerAgreeOnTheShareAndARaiseTakesNothingBack() throws IOException {
        List<String> ids = ids();
        Set<String> ten = scripted(ids, 10);
        Set<String> twenty = scripted(ids, 20);

        figures("M3 ids")
                .put("ids", IDS)
                .put("at10", ten.size())
                .put("at20", twenty.size())
                .put(
                        "movedBack",
                        ten.stream().filter(id -> !twenty.contains(id)).count())
                .print();
        assertThat(ten).hasSizeBetween(9_500, 10_500).isEqualTo(allowed(ids, 10));
        assertThat(twenty).containsAll(ten).isEqualTo(allowed(ids, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guarded", "drop-in"})
    void m3AsyncWorkersRunTheirShareAndNoOtherJob(String level) {
        pausedLegacy(level);
        worker();
        worker();
        List<String> ids = enqueueWork(WAITING, 5);

        switchTo(10);
        await().atMost(LONG).until(() -> book.begunByAsync().containsAll(allowed(ids, 10)));
        Set<String> ten = book.begunByAsync();
        switchTo(25);
        await().atMost(LONG).until(() -> book.begunByAsync().containsAll(allowed(ids, 25)));
        children.legacy(level);
        drained();

        figures("M3 " + level)
                .put("at10", ten.size())
                .put("at25", book.begunByAsync().size())
                .print();
        holds();
        assertThat(ten).isEqualTo(allowed(ids, 10));
        assertThat(allowed(ids, 25)).containsAll(book.begunByAsync());
        assertThat(book.runTwiceWithAsync()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"guarded", "drop-in"})
    void m4JobsThatWaitFollowEachChangeOfTheirRoute(String level) {
        pausedLegacy(level);
        worker();
        worker();
        enqueueWork(WAITING, 5);
        assertThat(book.starts()).as("started before their route was").isEmpty();

        switchTo(100);
        await().atMost(LONG).until(() -> book.started(true) >= WAITING / 5);
        rollback();
        long back = System.nanoTime();
        children.legacy(level);
        await().atMost(LONG).until(() -> book.started(false) >= WAITING / 5);
        long again = System.nanoTime();
        switchTo(100);
        drained();

        long between = book.starts().stream()
                .filter(line -> line.isAsync() && line.nanos() > back && line.nanos() < again)
                .count();
        figures("M4 " + level)
                .put("asyncStartsWhileLegacy", between)
                .put(
                        "firstShareOfAsync",
                        book.starts().stream()
                                .filter(line -> line.nanos() < back)
                                .count())
                .print();
        holds();
        assertThat(between).isZero();
        assertThat(book.runTwiceWithAsync()).isZero();
    }

    @Test
    void m5EveryWorkerObeysAChangeWithinASecond() {
        worker();
        worker();
        worker();
        List<Long> taken = new ArrayList<>();

        for (int flip = 0; flip < FLIPS; flip++) {
            long asked = System.nanoTime();
            Settled settled = flip % 2 == 0 ? switchTo(100) : rollback();
            taken.add((System.nanoTime() - asked) / 1_000_000);
            assertThat(settled.answered()).hasSize(3);
            assertThat(settled.silent()).isEmpty();
        }

        taken.sort(null);
        figures("M5")
                .put("workers", 3)
                .put("flips", FLIPS)
                .put("medianMs", taken.get(FLIPS / 2))
                .put("slowestMs", taken.get(FLIPS - 1))
                .print();
        assertThat(taken.get(FLIPS / 2)).as("ms, half of them took less").isLessThanOrEqualTo(1_000);
    }

    private static Set<String> allowed(List<String> ids, int percent) {
        return ids.stream().filter(new Route(percent)::allows).collect(Collectors.toSet());
    }

    /** What the claim script's own sums say. */
    private Set<String> scripted(List<String> ids, int percent) throws IOException {
        String lua = "local routes, groups = 'trial:routes', 'trial:groups'\n" + sums()
                + "\nlocal ours = {}\nfor _, id in ipairs(ARGV) do\n"
                + "  if side(id, 'task', '', '') == 1 then ours[#ours + 1] = id end\nend\nreturn ours";
        redis.hset("trial:routes", "*", Integer.toString(percent));
        Set<String> ours = new HashSet<>();
        for (int from = 0; from < IDS; from += PAGE) {
            String[] page = ids.subList(from, from + PAGE).toArray(String[]::new);
            ours.addAll(redis.<List<String>>eval(lua, ScriptOutputType.MULTI, new String[0], page));
        }
        return ours;
    }

    private static String sums() throws IOException {
        try (InputStream file = Route.class.getResourceAsStream("/dev/turnout/bridge/queue/lib/route.lua")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> ids() {
        Random random = new Random(SEED);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < IDS; i++) {
            ids.add(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        return ids;
    }
}
